// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tcplife.capture.Capture;
import tcplife.event.StateNames;
import tcplife.event.TcpState;
import tcplife.replay.AddressText;
import tcplife.replay.RowBuffer;
import tcplife.session.CaptureFindings;
import tcplife.session.CaptureSpan;
import tcplife.session.End;
import tcplife.session.OpenSockets;
import tcplife.session.Session;
import tcplife.session.SessionReader;
import tcplife.session.StatePath;
import tcplife.session.TcpSocket;

/** When the sockets of a capture, of this network namespace, were in which state. */
final class SocketHistory {
  /** Between two clocks, ns: the wall clock is set right bit by bit. */
  private static final long SLACK = 20_000_000;

  private final Map<String, List<Session>> byEnds = new HashMap<>();

  /** CLOCK_BOOTTIME at 1970-01-01T00:00Z, ns. */
  private final long epoch;

  private SocketHistory(long epoch) {
    this.epoch = epoch;
  }

  /** Inode of the network namespace of this process. */
  static long ownNamespace() {
    try {
      return (long) Files.getAttribute(Path.of("/proc/self/ns/net"), "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SocketHistory of(Path directory) {
    Capture capture = Capture.open(directory);
    CaptureFindings findings = new CaptureFindings(directory);
    CaptureSpan span = CaptureSpan.of(capture);
    long end = span.end();
    SocketHistory history =
        new SocketHistory(OpenSockets.at(capture, span, end, findings).bootTime() - end);
    int namespace = (int) ownNamespace();
    try (SessionReader sessions = new SessionReader(capture, 0, findings).withOpen()) {
      for (Session each = sessions.next(); each != null; each = sessions.next()) {
        if (each.socket().netns() == namespace) {
          history
              .byEnds
              .computeIfAbsent(ends(each.socket()), unused -> new ArrayList<>())
              .add(each);
        }
      }
    }
    return history;
  }

  private static String ends(TcpSocket socket) {
    return text(socket, socket.localHead(), socket.localTail(), socket.localPort())
        + ' '
        + text(socket, socket.remoteHead(), socket.remoteTail(), socket.remotePort());
  }

  private static String text(TcpSocket socket, long head, long tail, int port) {
    RowBuffer out = new RowBuffer(64);
    if (socket.isIpv4Socket()) {
      AddressText.putIpv4(out, (int) (head >>> 32));
      return out + ":" + port;
    }
    AddressText.putIpv6(out, head, tail);
    return "[" + out + "]:" + port;
  }

  /** Whether a socket of these ends was in that state at some moment between two times. */
  boolean wasSo(ListedSocket listed, Instant from, Instant to) {
    return any(listed, boot(from) - SLACK, boot(to) + SLACK, false);
  }

  /** Whether it was so all the time between; a listening socket is taken to be. */
  boolean stayedSo(ListedSocket listed, Instant from, Instant to) {
    return listed.remote().isEmpty() || any(listed, boot(from) - SLACK, boot(to) + SLACK, true);
  }

  /** Whether it is a socket that was handed over to the kernel, as in TIME_WAIT, in FIN_WAIT2. */
  boolean isOrphan(ListedSocket listed, Instant to) {
    return listed.state().equals("FIN-WAIT-2")
        && of(listed).stream()
            .anyMatch(
                each ->
                    each.path().beforeLast() == TcpState.FIN_WAIT2
                        && each.life().close() <= boot(to) + SLACK);
  }

  /** Whether its CLOSE was not seen, or nothing any more after it began to close. */
  boolean isStuck(ListedSocket listed) {
    return of(listed).stream()
        .anyMatch(
            each ->
                each.end() == End.LOST
                    || each.life().isOpen() && each.path().last() != TcpState.ESTABLISHED);
  }

  private List<Session> of(ListedSocket listed) {
    return byEnds.getOrDefault(listed.local() + ' ' + listed.remote(), List.of());
  }

  private boolean any(ListedSocket listed, long from, long to, boolean throughout) {
    for (Session session : of(listed)) {
      StatePath path = session.path();
      for (int i = 0; i < path.length(); i++) {
        long begin = path.time(i);
        long end = i + 1 < path.length() ? path.time(i + 1) : Long.MAX_VALUE;
        boolean is = throughout ? begin <= from && end >= to : begin <= to && end >= from;
        if (is && name(path.state(i)).equals(listed.state())) {
          return true;
        }
      }
    }
    return false;
  }

  private static String name(int state) {
    return state == TcpState.ESTABLISHED
        ? "ESTAB"
        : StateNames.of(state)
            .replace("WAIT1", "WAIT_1")
            .replace("WAIT2", "WAIT_2")
            .replace('_', '-');
  }

  private long boot(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano() + epoch;
  }
}
