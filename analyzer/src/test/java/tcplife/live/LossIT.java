// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;
import tcplife.session.CaptureFindings;
import tcplife.session.Loss;
import tcplife.session.Session;
import tcplife.session.SessionReader;

/** A recorder whose ring is too small, beside one whose ring is not: the ledger. */
@Timeout(300)
class LossIT {
  private static final int BURSTS = 4;
  private static final int ANY_PID = 0;

  /** So long that even a recorder which is kept waiting has looked whether more was lost. */
  private static final int QUIET_MILLISECONDS = 1000;

  @TempDir private Path directory;

  @BeforeAll
  static void needRecording() {
    Host.needRecording();
  }

  @Test
  void noSessionThatIsSaidToBeWholeLacksATransition() throws IOException {
    Path ledger = directory.resolve("ledger");
    Path small = directory.resolve("small");
    double begin;
    double end;
    try (Program full = record(ledger, "64M");
        Program lossy = record(small, "4K")) {
      begin = uptime();
      for (int i = 0; i < BURSTS; i++) {
        beQuiet();
        Program.run(Traffic.command("client-closes", 1));
        Program.run(Traffic.command("server-resets", 1));
        beQuiet();
        Program.run(Host.TRAFFIC.toString(), "churn", "-n", "300");
      }
      beQuiet();
      end = uptime();
      lossy.interrupt();
      lossy.exitCode();
      full.interrupt();
      full.exitCode();
    }
    assertEquals(0, missing(ledger), "lost by the ledger");
    assertTrue(missing(small) > 0, "nothing was lost");
    Map<Long, List<Session>> truth =
        sessions(ledger).stream().collect(Collectors.groupingBy(each -> each.socket().cookie()));
    Map<Loss, Integer> counts = new EnumMap<>(Loss.class);
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (Session each : sessions(small)) {
      counts.merge(each.loss(), 1, Integer::sum);
      if (each.loss() == Loss.NONE && isWithin(each, begin, end)) {
        compared++;
        String whole =
            path(truth.getOrDefault(each.socket().cookie(), List.of()), each.life().close());
        if (!whole.equals(path(each))) {
          wrong.add(path(each) + " was " + whole);
        }
      }
    }
    System.out.println("lost " + missing(small) + " events; sessions: " + counts);
    assertEquals(List.of(), wrong);
    assertTrue(compared > 0, "none is said to be whole: " + counts);
    assertTrue(counts.containsKey(Loss.POSSIBLE), counts::toString);
  }

  private static void beQuiet() {
    LockSupport.parkNanos(QUIET_MILLISECONDS * 1_000_000L);
  }

  private Program record(Path capture, String ring) {
    Path ready = directory.resolve(capture.getFileName() + ".ready");
    Program program =
        Program.start(
            Host.TCPLIFE,
            "record",
            "--output=" + capture,
            "--ready-file=" + ready,
            "--ring-size=" + ring);
    program.awaitFile(ready);
    return program;
  }

  /** CLOCK_BOOTTIME, s. */
  private static double uptime() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
  }

  /** Of a session that neither recorder saw from before or saw still open. */
  private static boolean isWithin(Session session, double begin, double end) {
    double last = session.life().close() / 1e9;
    return session.life().isClosed() && last > begin + 0.1 && last < end - 0.1;
  }

  /** Of the session that closed at a time: each recorder reads the clock for itself. */
  private static String path(List<Session> ofSocket, long close) {
    return ofSocket.stream()
        .filter(each -> Math.abs(each.life().close() - close) < 50_000_000)
        .map(LossIT::path)
        .collect(Collectors.joining(" or "));
  }

  private static String path(Session session) {
    return IntStream.range(0, session.path().length())
        .mapToObj(i -> String.valueOf(session.path().state(i)))
        .collect(Collectors.joining(","));
  }

  private static List<Session> sessions(Path capture) {
    List<Session> sessions = new ArrayList<>();
    Capture opened = Capture.open(capture);
    try (SessionReader reader =
        new SessionReader(opened, ANY_PID, new CaptureFindings(capture)).withOpen()) {
      for (Session next = reader.next(); next != null; next = reader.next()) {
        sessions.add(next);
      }
    }
    return sessions;
  }

  private static long missing(Path capture) {
    try (RecordCursor cursor = Capture.open(capture).records(damage -> {})) {
      while (cursor.next()) {
        // Only what is not there counts.
      }
      return cursor.sequences().missing() + cursor.sequences().skipped();
    }
  }
}
