// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.nio.ByteBuffer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tcplife.event.StateLayout;

/**
 * An address, or all whose first bits are the same: {@code 10.0.0.0/8}. IPv4 addresses are those of
 * sockets of both families, as ::ffff:a.b.c.d is one too.
 *
 * @param head the first 8 bytes, as a big-endian number, without what the mask leaves out
 * @param tail the other 8
 * @param headMask bits of the head that count
 * @param tailMask bits of the tail that count
 */
public record AddressRange(long head, long tail, long headMask, long tailMask) {
  private static final int BITS = 8 * StateLayout.ADDRESS_SIZE;

  /** Reads a range. */
  public static final class Converter implements ITypeConverter<AddressRange> {
    @Override
    public AddressRange convert(String text) {
      String[] parts = text.split("/", 2);
      byte[] address = Addresses.parse(parts[0]);
      int most = address == null ? 0 : 8 * address.length;
      boolean sized = parts.length == 1 || parts[1].matches("[0-9]{1,3}");
      int bits = parts.length == 1 || !sized ? most : Integer.parseInt(parts[1]);
      if (address == null || !sized || bits > most) {
        throw new TypeConversionException(
            "'" + text + "' is not an address, or a range such as 10.0.0.0/8");
      }
      byte[] whole = most == BITS ? address : Addresses.mapped(address);
      return of(ByteBuffer.wrap(whole), bits + BITS - most);
    }
  }

  private static AddressRange of(ByteBuffer address, int bits) {
    long headMask = mask(Math.min(bits, Long.SIZE));
    long tailMask = mask(Math.max(bits - Long.SIZE, 0));
    return new AddressRange(
        address.getLong() & headMask, address.getLong() & tailMask, headMask, tailMask);
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << Long.SIZE - bits;
  }

  /**
   * Whether an address of a record is in the range.
   *
   * @param ipv4 whether it is of an IPv4 socket
   */
  public boolean contains(long head, long tail, boolean ipv4) {
    if (ipv4) {
      return contains(0, 0xffffL << Integer.SIZE | head >>> Integer.SIZE, false);
    }
    return (head & headMask) == this.head && (tail & tailMask) == this.tail;
  }
}
