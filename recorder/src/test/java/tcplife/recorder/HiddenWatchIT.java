// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.bpf.HiddenProcesses;
import tcplife.event.NameRecord;
import tcplife.event.RecordHeader;
import tcplife.live.Await;
import tcplife.live.Program;

/**
 * Which processes the kernel hides from a recording: none on most. On one of those that the tests
 * know it is process 1, which is kept busy here.
 */
@Timeout(60)
class HiddenWatchIT {
  /** Each leaves its parent at once, and is process 1's to bury. */
  private static final String ORPHANS = "while :; do (sleep 0.01 &); sleep 0.02; done";

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @Test
  void theRecorderSaysItAndEachCycleHasIt() {
    Path capture = temp.resolve("cap");
    Map<Long, String> found = new TreeMap<>();
    String said;
    try (Program orphans = Program.start("sh", "-c", ORPHANS);
        HiddenProcesses watched = new HiddenProcesses();
        RecorderProcess recorder = RecorderProcess.start(capture, "--cycle-age=3s")) {
      Await.until("three cycles are there", () -> Files.exists(capture.resolve("000003")));
      said = recorder.stop("INT");
      watched.found().forEach((process, comm) -> found.put((long) process, text(comm)));
      assertTrue(orphans.isAlive());
    }
    List<RecordedCycle> cycles = RecordedCycle.read(capture);
    assertTrue(cycles.size() >= 3, cycles.size() + " cycles");
    Map<Long, String> hidden = hiddenIn(cycles.get(0).names);
    cycles.forEach(cycle -> assertEquals(hidden, hiddenIn(cycle.names)));
    assertEquals(
        hidden.keySet().stream().map(HiddenWatchIT::message).toList(),
        said.lines().filter(line -> line.contains("is current")).toList());
    // This test watched for longer than the recorder.
    assertTrue(found.entrySet().containsAll(hidden.entrySet()), found + " and " + hidden);
    assertEquals(found.get(1L), hidden.get(1L));
  }

  @Test
  void whatWasFoundIsWrittenAtOnceAndAgainAsACycleBegins() {
    byte[] comm = "hider".getBytes(StandardCharsets.UTF_8);
    List<String> problems = new CopyOnWriteArrayList<>();
    try (Survey survey = new Survey(null, problems::add)) {
      survey.nameHidden(Map.of(7, comm));
      assertEquals(Map.of(7L, "hider"), hiddenIn(written(survey)));
      survey.beginCycle();
      assertEquals(Map.of(7L, "hider"), hiddenIn(written(survey)));
    }
    assertEquals(List.of(), problems);
  }

  private static List<NameRecord> written(Survey survey) {
    List<NameRecord> names = new ArrayList<>();
    while (survey.isBusy()) {
      ByteBuffer block = survey.poll();
      while (block != null && block.hasRemaining()) {
        int at = block.position();
        names.add(NameRecord.read(block, at));
        block.position(at + RecordHeader.length(block, at));
      }
    }
    return names;
  }

  private static String message(long process) {
    return "tcplife record: what happens while process "
        + process
        + " is current is neither recorded nor counted as lost: the kernel runs no BPF program then";
  }

  private static Map<Long, String> hiddenIn(List<NameRecord> names) {
    Map<Long, String> result = new TreeMap<>();
    names.stream()
        .filter(name -> name.what() == NameRecord.HIDDEN)
        .forEach(name -> result.put(name.id(), text(name.text())));
    return result;
  }

  private static String text(byte[] comm) {
    return new String(comm, StandardCharsets.UTF_8);
  }
}
