// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tcplife.bpf.Hook;

/** How a recording learns which process accepted a connection: {@code --accept}. */
enum AcceptMode {
  AUTO(Hook.ACCEPT_FUNCTION),
  SYSCALL(Hook.ACCEPT_SYSCALL, Hook.ACCEPT4_SYSCALL),
  NONE;

  private final List<Hook> hooks = new ArrayList<>(Hook.ALWAYS);

  AcceptMode(Hook... more) {
    hooks.addAll(List.of(more));
  }

  /** All hooks of such a recording. */
  List<Hook> hooks() {
    return hooks;
  }

  /** The mode's name in lower case. */
  static final class Converter implements ITypeConverter<AcceptMode> {
    @Override
    public AcceptMode convert(String text) {
      return switch (text) {
        case "auto" -> AUTO;
        case "syscall" -> SYSCALL;
        case "none" -> NONE;
        default -> throw new TypeConversionException("'" + text + "' is not auto, syscall or none");
      };
    }
  }
}
