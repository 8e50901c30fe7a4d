// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.live.Await;
import tcplife.live.Program;

/**
 * Recordings that have ended leave nothing in the kernel and nothing in their process. {@code
 * -Dtcplife.recordings=200} makes more of them in one process.
 */
@Timeout(3600)
class NothingLeftIT {
  private static final int RECORDINGS = Integer.getInteger("tcplife.recordings", 20);

  /** So many until all is there that is made once. */
  private static final int FIRST = 2;

  /** So many between looks. */
  private static final int STEP = 10;

  /** Room for what a JVM compiles and the allocator keeps, KiB. */
  private static final long MOST_GROWTH = 64 << 10;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @Test
  void inOneProcess() throws IOException {
    Set<String> before = BpfObjects.heldByNobody();
    try (Program process = Program.start(Map.of(), RecordingsInTurn.command(temp))) {
      record(process, FIRST, FIRST);
      Holdings first = Holdings.of(process.pid());
      long resident = residentKilobytes(process);

      for (int made = 0; made < RECORDINGS; made += STEP) {
        record(process, STEP, FIRST + made + STEP);
      }
      assertEquals(first, Holdings.of(process.pid()));
      assertEquals(Set.of(), BpfObjects.heldBy(process.pid()));
      awaitNothingNew(before);
      long growth = residentKilobytes(process) - resident;
      System.out.println(RECORDINGS + " recordings in one process: " + growth + " KiB more");
      assertTrue(growth < MOST_GROWTH, growth + " KiB more");
      process.closeInput();
      process.expectExit(0);
    }
  }

  private static void record(Program process, int more, int whole) {
    process.tell(String.valueOf(more));
    List<String> codes = Collections.nCopies(whole, "0");
    Await.until("all are made", () -> process.output().lines().count() == whole);
    assertEquals(codes, process.output().lines().toList(), process::errors);
  }

  private static long residentKilobytes(Program process) {
    String kilobytes = Program.run("ps", "-o", "rss=", "-p", String.valueOf(process.pid()));
    return Long.parseLong(kilobytes.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP", "KILL"})
  void byAProcessThatASignalEnds(String signal) {
    Set<String> before = BpfObjects.heldByNobody();
    try (RecorderProcess recorder = RecorderProcess.start(temp.resolve("cap"))) {
      Set<String> held = BpfObjects.heldBy(recorder.pid());
      for (String kind : List.of("prog", "map", "link")) {
        assertTrue(held.stream().anyMatch(each -> each.startsWith(kind)), kind + " of " + held);
      }
      Program.run("kill", "-" + signal, String.valueOf(recorder.pid()));
      recorder.awaitAnyEnd();
      Await.until(held + " are gone", () -> Collections.disjoint(held, BpfObjects.all()));
    }
    awaitNothingNew(before);
  }

  /** The kernel frees what nobody holds a little later. */
  private static void awaitNothingNew(Set<String> before) {
    Await.until(
        "the only BPF objects that nobody holds are " + before,
        () -> before.containsAll(BpfObjects.heldByNobody()));
  }
}
