// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplife.bpf.BridgeException;
import tcplife.bpf.Kernel;
import tcplife.bpf.SessionProgram;
import tcplife.cli.Failure;

/**
 * What must be there before a recording can begin, each asked by itself, to say what is missing.
 */
final class Privileges {
  /** Where a kernel shows its own types, by which the program finds their fields. */
  static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");

  /** Numbers of include/uapi/linux/capability.h. */
  private static final int CAP_SYS_ADMIN = 21;

  private static final int CAP_PERFMON = 38;
  private static final int CAP_BPF = 39;

  private Privileges() {}

  /**
   * Whether this process may load and attach tracing programs.
   *
   * @throws Failure if /proc does not tell
   */
  static boolean sufficient() {
    Path status = Path.of("/proc/self/status");
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("CapEff:")) {
          long effective = Long.parseUnsignedLong(line.substring(7).strip(), 16);
          return has(effective, CAP_SYS_ADMIN)
              || has(effective, CAP_BPF) && has(effective, CAP_PERFMON);
        }
      }
    } catch (IOException e) {
      throw new Failure(status + ": cannot be read: " + e.getMessage());
    }
    throw new Failure(status + ": no line CapEff");
  }

  private static boolean has(long set, int capability) {
    return (set >>> capability & 1) != 0;
  }

  /**
   * Goes on only if a recording can begin.
   *
   * @throws Failure with what is missing
   */
  static void require() {
    if (!sufficient()) {
      throw new Failure("needs root, or the capabilities CAP_BPF and CAP_PERFMON");
    }
    if (!Files.isReadable(BTF)) {
      throw new Failure(BTF + " is missing: this kernel was built without CONFIG_DEBUG_INFO_BTF");
    }
    if (!hasTracepoint()) {
      throw new Failure(
          "this kernel has no tracepoint " + SessionProgram.TRACEPOINT + " (Linux 4.16 and later)");
    }
  }

  private static boolean hasTracepoint() {
    try {
      return Kernel.tracepointError(SessionProgram.TRACEPOINT) == 0;
    } catch (BridgeException e) {
      throw new Failure(e.getMessage());
    }
  }
}
