// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Seal;
import tcplife.capture.SealedFile;

/** A replay needs no more memory for a longer capture. */
@Timeout(600)
class ConstantMemoryIT {
  private static final int SESSIONS = 110_000;
  private static final int LEAST_EVENTS = 1_000_000;
  private static final int HEAP_MEBIBYTES = 64;

  /**
   * Sessions whose end or beginning a kernel may hide from BPF programs: see {@code
   * MillionEventsIT}.
   */
  private static final int MOST_UNSEEN = 20;

  @TempDir private Path directory;

  @Test
  @DisplayName("A capture of a million events, larger than the heap, is replayed whole")
  void captureLargerThanTheHeap() {
    Host.needRecording();
    Path capture;
    try (Recorder recorder = Recorder.start(directory)) {
      Program.run(Host.TRAFFIC.toString(), "churn", "-n", String.valueOf(SESSIONS));
      capture = recorder.stop();
    }
    Seal seal = SealedFile.of(capture, 1).seal();
    assertTrue(seal.records() >= LEAST_EVENTS, seal.records() + " records");
    assertTrue(seal.batchBytes() > HEAP_MEBIBYTES << 20, seal.batchBytes() + " bytes");

    List<Ends> rows =
        PrintedSession.ofCsv(replay(capture)).stream().map(PrintedSession::ends).toList();
    System.out.printf(
        "replayed in a heap of %d MiB: %,d bytes, %,d records, %,d rows%n",
        HEAP_MEBIBYTES, seal.batchBytes(), seal.records(), rows.size());
    // Others may use the network too; only the server of the traffic has so many sessions.
    Map<Integer, Long> byPort = count(rows, Ends::localPort);
    int port = Collections.max(byPort.entrySet(), Map.Entry.comparingByValue()).getKey();
    assertAllOf(byPort.get(port), "sessions of the server");
    assertAllOf(count(rows, Ends::remotePort).get(port), "sessions of the client");
  }

  private static void assertAllOf(long sessions, String what) {
    boolean all = sessions <= SESSIONS && sessions >= SESSIONS - MOST_UNSEEN;
    assertTrue(all, what + ": " + sessions);
  }

  private static String replay(Path capture) {
    return Program.run(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-Xmx" + HEAP_MEBIBYTES + "m",
        "-XX:+UseSerialGC",
        "-jar",
        Host.PROJECT.resolve("analyzer/target/tcplife.jar").toString(),
        "replay",
        "-s",
        capture.toString());
  }

  private static Map<Integer, Long> count(List<Ends> rows, Function<Ends, Integer> port) {
    return rows.stream().collect(Collectors.groupingBy(port, Collectors.counting()));
  }
}
