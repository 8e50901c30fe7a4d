// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.security.SecureRandom;

/**
 * Numbers of a capture as keys of hash maps. Whoever makes a capture may choose its cookies such
 * that a map with a known hash puts all of them into one place; so they are mixed with what is
 * known to this process alone.
 */
public final class Keys {
  /** Odd, so that two cookies never have one key. */
  private static final long SECRET = new SecureRandom().nextLong() | 1;

  private static final long OTHER_SECRET = new SecureRandom().nextLong() | 1;

  private Keys() {}

  /** A number's key: another number's is another one, and only that of 0 is 0. */
  public static long of(long number) {
    long mixed = number * SECRET;
    return (mixed ^ mixed >>> 32) * OTHER_SECRET;
  }

  /** Goes on with a hash. */
  static long mix(long hash, long value) {
    long mixed = (hash ^ value) * SECRET;
    return mixed ^ mixed >>> 32;
  }
}
