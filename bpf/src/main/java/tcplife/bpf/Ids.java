// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import tcplife.event.NameRecord;

/**
 * Numbers that stand for something with a name, packed into a long each as new_ids.h does: the
 * lowest 2 bits say what it is the name of, the others are the id.
 */
public final class Ids {
  private Ids() {}

  /** What the id is one of: {@link NameRecord#CGROUP} and so on. */
  public static int what(long packed) {
    return (int) (packed & 3);
  }

  /** The id itself; a UID or an inode is not negative. */
  public static long id(long packed) {
    return packed >>> 2;
  }

  public static long pack(int what, long id) {
    return id << 2 | what;
  }
}
