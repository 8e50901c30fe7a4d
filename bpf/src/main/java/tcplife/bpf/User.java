// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

/**
 * A user with a group: whom a capture belongs to, and whom its recorder becomes.
 *
 * @param uid number of the user
 * @param gid number of the group
 */
public record User(int uid, int gid) {
  static {
    Bridge.load();
  }

  /**
   * Reads {@code USER[:GROUP]}, names or numbers; without a group, it is the user's own.
   *
   * @return null if there is no such user or group
   */
  public static User find(String text) {
    String[] parts = text.split(":", 2);
    int[] ids = Bridge.findUser(parts[0], parts.length == 1 ? null : parts[1]);
    return ids == null ? null : new User(ids[0], ids[1]);
  }

  /** Whoever runs this process. */
  public static User self() {
    int[] ids = Bridge.self();
    return new User(ids[0], ids[1]);
  }

  /**
   * From now on this thread, and those that it starts, opens and makes files as this user may, and
   * they are this user's (setfsuid(2)).
   *
   * @throws BridgeException if this thread may not do that
   */
  public void useFiles() {
    Bridge.filesAs(uid, gid);
  }

  /**
   * Makes this process the user's, if it is root's, and gives up every capability, in all threads
   * and for good: no exec brings any back. What is loaded and attached goes on.
   *
   * @throws BridgeException if the system refuses it
   */
  public void becomeForGood() {
    Bridge.dropPrivileges(uid, gid);
  }
}
