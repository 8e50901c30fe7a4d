// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

/** Addresses as glibc's inet_ntop prints them, which is what tcplife uses. */
public final class AddressText {
  private static final int GROUPS = 8;
  private static final String HEX = "0123456789abcdef";

  private AddressText() {}

  /** An IPv4 address, in network byte order. */
  public static void putIpv4(RowBuffer out, int address) {
    out.putDecimal(address >>> 24);
    for (int shift = 16; shift >= 0; shift -= 8) {
      out.put('.');
      out.putDecimal(address >>> shift & 0xff);
    }
  }

  /** An IPv6 address: its first 8 bytes and the other 8, each as a big-endian number. */
  public static void putIpv6(RowBuffer out, long head, long tail) {
    int zerosStart = -1;
    int zerosLength = 1; // a single group of zeros is not shortened
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && group(head, tail, i + run) == 0) {
        run++;
      }
      if (run > zerosLength) {
        zerosStart = i;
        zerosLength = run;
      }
      i += run;
    }
    for (int i = 0; i < GROUPS; i++) {
      if (i == zerosStart) {
        out.put(i == 0 ? "::" : ":");
        i += zerosLength - 1;
        continue;
      }
      if (i == 6 && zerosStart == 0 && endsInIpv4(tail, zerosLength)) {
        putIpv4(out, (int) tail);
        return;
      }
      putHex(out, group(head, tail, i));
      if (i < GROUPS - 1) {
        out.put(':');
      }
    }
  }

  /** IPv4-compatible (::1.2.3.4) and IPv4-mapped (::ffff:1.2.3.4) addresses end in dotted form. */
  private static boolean endsInIpv4(long tail, int zerosLength) {
    return zerosLength == 6 || zerosLength == 5 && tail >>> 32 == 0xffff;
  }

  private static int group(long head, long tail, int index) {
    long half = index < GROUPS / 2 ? head : tail;
    return (int) (half >>> 48 - 16 * (index & 3)) & 0xffff;
  }

  private static void putHex(RowBuffer out, int group) {
    boolean started = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      int digit = group >>> shift & 0xf;
      started |= digit != 0 || shift == 0;
      if (started) {
        out.put(HEX.charAt(digit));
      }
    }
  }
}
