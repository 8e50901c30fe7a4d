// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import tcplife.session.Session;
import tcplife.session.TcpSocket;

/**
 * Community ID v1, seed 0: the same text for both ends of a connection and in every tool that knows
 * it. A hash over seed, the smaller end's address, the larger's, protocol and ports.
 */
final class CommunityId {
  private static final byte TCP = 6;

  private CommunityId() {}

  static String of(Session session) {
    TcpSocket socket = session.socket();
    boolean ipv4 = session.socket().isIpv4();
    byte[] local =
        address(socket.localHead(), socket.localTail(), ipv4, session.socket().isIpv4Socket());
    byte[] remote =
        address(socket.remoteHead(), socket.remoteTail(), ipv4, session.socket().isIpv4Socket());
    int order = Arrays.compareUnsigned(local, remote);
    boolean localFirst = order < 0 || order == 0 && socket.localPort() < socket.remotePort();
    return localFirst
        ? of(local, remote, socket.localPort(), socket.remotePort())
        : of(remote, local, socket.remotePort(), socket.localPort());
  }

  /** Of two ends in their order: addresses of 4 or 16 bytes. */
  static String of(byte[] smaller, byte[] larger, int smallersPort, int largersPort) {
    ByteBuffer hashed = ByteBuffer.allocate(2 * Short.BYTES + 2 * smaller.length + 2 * Short.BYTES);
    hashed.putShort((short) 0).put(smaller).put(larger).put(TCP).put((byte) 0);
    hashed.putShort((short) smallersPort).putShort((short) largersPort);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(hashed.array());
      return "1:" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] address(long head, long tail, boolean ipv4, boolean ipv4Socket) {
    if (!ipv4) {
      return ByteBuffer.allocate(16).putLong(head).putLong(tail).array();
    }
    return ByteBuffer.allocate(4).putInt((int) (ipv4Socket ? head >>> 32 : tail)).array();
  }
}
