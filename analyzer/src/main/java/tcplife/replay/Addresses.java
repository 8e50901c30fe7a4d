// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import tcplife.event.StateLayout;

/** Addresses as records have them, and as text. Nothing here asks a name server. */
public final class Addresses {
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:][0-9a-fA-F:.]{0,63}");

  private Addresses() {}

  /**
   * An address of a record, as inet_ntop prints it. One that should be IPv4, but has more than 4
   * bytes that are not 0, is shown as if it were IPv6: it has a text too.
   */
  public static String text(byte[] address, boolean ipv4) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    long head = bytes.getLong();
    long tail = bytes.getLong();
    RowBuffer text = new RowBuffer(StateLayout.ADDRESS_SIZE * 3);
    if (ipv4 && (int) head == 0 && tail == 0) {
      AddressText.putIpv4(text, (int) (head >>> Integer.SIZE));
    } else {
      AddressText.putIpv6(text, head, tail);
    }
    return text.toString();
  }

  /** The 4 or 16 bytes of an address; null for what is none. */
  public static byte[] parse(String text) {
    boolean ipv6 = IPV6.matcher(text).matches();
    if (!ipv6 && !isIpv4(text)) {
      return null;
    }
    try {
      // Of such texts it reads literals only.
      InetAddress address = InetAddress.getByName(text);
      boolean shortened = ipv6 && address instanceof Inet4Address;
      return shortened ? mapped(address.getAddress()) : address.getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static boolean isIpv4(String text) {
    return IPV4.matcher(text).matches()
        && Pattern.compile("\\.")
            .splitAsStream(text)
            .allMatch(each -> Integer.parseInt(each) <= 255);
  }

  /** The 16 bytes that stand for an IPv4 address: ::ffff:a.b.c.d. */
  public static byte[] mapped(byte[] ipv4) {
    byte[] mapped = new byte[StateLayout.ADDRESS_SIZE];
    ByteBuffer.wrap(mapped).position(10).putShort((short) -1).put(ipv4, 0, 4);
    return mapped;
  }
}
