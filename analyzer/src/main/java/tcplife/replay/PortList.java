// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.BitSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ports as options list them: {@code 80,443}. */
public final class PortList implements ITypeConverter<BitSet> {
  private static final int PORTS = 65536;

  @Override
  public BitSet convert(String text) {
    BitSet ports = new BitSet(PORTS);
    for (String part : text.split(",", -1)) {
      if (!part.matches("[0-9]{1,5}") || Integer.parseInt(part) >= PORTS) {
        throw new TypeConversionException(
            ListPart.quoted(part, text) + " is not a port, 0 to 65535");
      }
      ports.set(Integer.parseInt(part));
    }
    return ports;
  }
}
