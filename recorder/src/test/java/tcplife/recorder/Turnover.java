// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A number of connections, open at once in this process, the oldest always followed by a new one.
 */
final class Turnover implements AutoCloseable {
  /** Between connections, ns: so that each is open for a while. */
  private static final long PAUSE = 2_000_000;

  private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
  private final Deque<Socket> open = new ArrayDeque<>();
  private final AtomicLong closed = new AtomicLong();
  private final Thread thread = new Thread(this::work, "turnover");
  private final int connections;
  private volatile boolean ended;

  Turnover(int connections) throws IOException {
    this.connections = connections;
    thread.start();
  }

  private void work() {
    try {
      while (!ended) {
        open.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
        open.add(listener.accept());
        if (open.size() > 2 * connections) {
          closeOldest();
          closeOldest();
          closed.incrementAndGet();
          LockSupport.parkNanos(PAUSE);
        }
      }
      while (!open.isEmpty()) {
        closeOldest();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By a reset, so that no port is kept from further connections. */
  private void closeOldest() throws IOException {
    try (Socket socket = open.remove()) {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      return; // the other end was reset before
    }
  }

  /** Connections closed so far. */
  long closed() {
    return closed.get();
  }

  @Override
  public void close() throws IOException {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    listener.close();
  }
}
