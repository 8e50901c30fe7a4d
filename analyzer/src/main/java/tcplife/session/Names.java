// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What numbers stand for; of very many, those that were told of last. Read by any thread, written
 * by one.
 */
final class Names {
  /** Characters of all names together: on hosts whose containers come and go names never end. */
  private static final int MOST = 16 << 20;

  /** What a name takes up beside its characters, in as many. */
  private static final int EACH = 100;

  private final Map<Long, String> names = new ConcurrentHashMap<>();
  private final Deque<Long> order = new ArrayDeque<>();
  private long size;

  void put(long number, String name) {
    String before = names.put(number, name);
    size += name.length();
    if (before == null) {
      order.add(number);
      size += EACH;
    } else {
      size -= before.length();
    }
    while (size > MOST) {
      size -= names.remove(order.remove()).length() + EACH;
    }
  }

  /** The name of a number, or null. */
  String get(long number) {
    return names.get(number);
  }
}
