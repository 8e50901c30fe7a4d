// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What numbers stand for on this host, byte for byte. A look-up may take long: see nss(5). */
public final class Names {
  static {
    Bridge.load();
  }

  private Names() {}

  /** The name of a user, or null if there is none. */
  public static byte[] user(int uid) {
    return Bridge.user(uid);
  }

  /**
   * All cgroups of the unified hierarchy.
   *
   * @param mount where it is mounted
   * @return NAME records of the recorder, numbered 0, little-endian
   */
  public static ByteBuffer cgroups(String mount) {
    return ByteBuffer.wrap(Bridge.cgroups(path(mount))).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The path of a cgroup.
   *
   * @param mount where the unified hierarchy is mounted; part of the path
   * @return null if there is no cgroup with the id, or this process may not ask
   *     (CAP_DAC_READ_SEARCH)
   */
  public static byte[] cgroup(String mount, long id) {
    return Bridge.cgroup(path(mount), id);
  }

  private static byte[] path(String path) {
    return (path + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
