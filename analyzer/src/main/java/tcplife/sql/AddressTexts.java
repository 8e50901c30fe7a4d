// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.Arrays;
import tcplife.replay.AddressText;
import tcplife.replay.RowBuffer;

/** Texts of addresses, as UTF-8; those of recent ones are kept, since few are many sessions'. */
final class AddressTexts {
  /** Addresses whose text is kept: a power of two. */
  private static final int KEPT = 4096;

  private final boolean ipv4;
  private final RowBuffer text = new RowBuffer(64);
  private final byte[][] texts = new byte[KEPT][];
  private final long[] heads = new long[KEPT];
  private final long[] tails = new long[KEPT];

  AddressTexts(boolean ipv4) {
    this.ipv4 = ipv4;
  }

  /** Of an address as {@link tcplife.field.Field.Sink#address} has it; not to be changed. */
  byte[] of(long head, long tail) {
    long mixed = (head * 31 + tail) * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed >>> 32) & KEPT - 1;
    if (texts[slot] == null || heads[slot] != head || tails[slot] != tail) {
      text.clear();
      if (ipv4) {
        AddressText.putIpv4(text, (int) tail);
      } else {
        AddressText.putIpv6(text, head, tail);
      }
      texts[slot] = Arrays.copyOf(text.bytes(), text.length());
      heads[slot] = head;
      tails[slot] = tail;
    }
    return texts[slot];
  }
}
