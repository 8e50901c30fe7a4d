// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.nio.charset.StandardCharsets;
import tcplife.event.NameRecord;

/**
 * A host that was recorded, in one of its boots: what numbers stood for there. Read by one thread
 * while another adds to it.
 */
public final class RecordedHost {
  private final String name;
  private final String bootId;
  private final Names cgroups = new Names();
  private final Names users = new Names();
  private final Names namespaces = new Names();

  RecordedHost(String name, String bootId) {
    this.name = name;
    this.bootId = bootId;
  }

  public String name() {
    return name;
  }

  /** The kernel's id of the boot; empty if the capture does not tell. */
  public String bootId() {
    return bootId;
  }

  void take(NameRecord record) {
    String text = new String(record.text(), StandardCharsets.UTF_8);
    switch (record.what()) {
      case NameRecord.CGROUP -> cgroups.put(record.id(), text);
      case NameRecord.USER -> users.put(record.id(), text);
      case NameRecord.NETNS -> namespaces.put(record.id(), text);
      default -> {
        // A name of something that a later version knows.
      }
    }
  }

  /** The path of a cgroup, or null. */
  public String cgroup(long id) {
    return cgroups.get(id);
  }

  /** A user's name, or null. */
  public String user(int uid) {
    return users.get(Integer.toUnsignedLong(uid));
  }

  /** The name of a network namespace, or null. */
  public String namespace(int inode) {
    return namespaces.get(Integer.toUnsignedLong(inode));
  }
}
