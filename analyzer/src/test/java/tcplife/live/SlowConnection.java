// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.List;

/** A session whose handshake takes long beside its life, so that it shows from when MS counts. */
final class SlowConnection {
  private static final String LOOPBACK = "127.0.0.1";

  private SlowConnection() {}

  /** Connects to a full listener, which drops the SYN; the next one comes a second later. */
  static Ends make() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK));
        SocketChannel client = SocketChannel.open()) {
      int port = server.getLocalPort();
      // A backlog of 1 holds one more.
      List<Socket> waiting = List.of(new Socket(LOOPBACK, port), new Socket(LOOPBACK, port));
      client.configureBlocking(false);
      client.connect(new InetSocketAddress(LOOPBACK, port));
      for (Socket each : waiting) {
        server.accept().close();
        each.close();
      }
      client.configureBlocking(true);
      client.finishConnect();
      server.accept().close();
      client.socket().getInputStream().read();
      return new Ends(LOOPBACK, client.socket().getLocalPort(), LOOPBACK, port);
    }
  }
}
