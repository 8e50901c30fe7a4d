// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** What is whole is printed; what is not is told, and makes the exit code 3. */
@Timeout(60)
class IncompleteCaptureTest {
  private static final int SESSIONS = 40;

  @TempDir private Path directory;
  private Path capture;
  private final CaptureScript script = new CaptureScript().clock(0, 0, 0, "UTC");

  @BeforeEach
  void someSessions() {
    capture = directory.resolve("cap");
    for (int port = 1; port <= SESSIONS; port++) {
      Lifecycle.client(
          script.socket("10.0.0.1", port, "10.0.0.2", 80),
          port * 1_000_000L,
          port * 1_000_000L + 500_000,
          new CurrentTask(1, "a"));
    }
  }

  @Test
  void aCaptureThatIsWholeIsDoneWithoutAWord() {
    script.write(capture);
    assertEquals(new Outcome(0, SESSIONS, List.of()), replay());
  }

  @Test
  void aRecorderThatWasKilledIsTold() {
    script.writeKilled(capture);
    assertEquals(new Outcome(3, SESSIONS, List.of(noEnd())), replay());
  }

  @Test
  void aRecorderThatWasKilledBetweenTwoCyclesIsTold() throws IOException {
    script.writeKilledBetweenCycles(capture);
    assertEquals(new Outcome(3, SESSIONS, List.of(noEnd())), replay());
  }

  @Test
  void aRecorderThatWasKilledBeforeAnotherWentOnIsTold() {
    script.writeKilled(capture);
    new CaptureScript().write(capture);
    String line =
        capture
            + ": recorders before the last one that were killed, or whose last cycles are gone: 1";
    assertEquals(new Outcome(3, SESSIONS, List.of(line)), replay());
  }

  @Test
  void eventsThatDidNotFitAreTold() {
    script.lose(12).write(capture);
    String line = capture + ": 12 events are missing; sessions may be too";
    assertEquals(new Outcome(3, SESSIONS, List.of(line)), replay());
  }

  @Test
  void eventsThatTheKernelDidNotShowAreTold() {
    script.skip(5).write(capture);
    String line = capture + ": 5 events were never seen; sessions may be missing";
    assertEquals(new Outcome(3, SESSIONS, List.of(line)), replay());
  }

  @Test
  void lossOfSeveralRecordingsIsAddedUp() {
    script.lose(12).write(capture);
    new CaptureScript().lose(3).write(capture);
    String line = capture + ": 15 events are missing; sessions may be too";
    assertEquals(new Outcome(3, SESSIONS, List.of(line)), replay());
  }

  @Test
  void aChangedByteCostsItsBatchWhichIsNamedByFileAndOffset() throws IOException {
    script.write(capture);
    Path file = queueFile();
    long middle = Files.size(file) / 2;
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(middle);
      int old = bytes.read();
      bytes.seek(middle);
      bytes.write(old ^ 1);
    }
    Outcome outcome = replay();
    assertEquals(3, outcome.code);
    assertTrue(outcome.rows >= SESSIONS - 16 && outcome.rows < SESSIONS, outcome.toString());
    Matcher damage =
        Pattern.compile(Pattern.quote(file + ": at byte ") + "(\\d+): unreadable up to byte (\\d+)")
            .matcher(outcome.messages.get(0));
    assertTrue(damage.matches(), outcome.toString());
    long from = Long.parseLong(damage.group(1));
    long to = Long.parseLong(damage.group(2));
    assertTrue(from <= middle && middle < to && to - from < 4096, outcome.toString());
    String missing = capture + ": 16 events are missing; sessions may be too";
    assertEquals(List.of(missing), outcome.messages.subList(1, outcome.messages.size()));
  }

  @Test
  void aTruncatedFileIsPrintedUpToThere() throws IOException {
    script.write(capture);
    Path file = queueFile();
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(Files.size(file) * 3 / 4);
    }
    Outcome outcome = replay();
    assertEquals(3, outcome.code);
    assertTrue(outcome.rows > SESSIONS / 2 && outcome.rows < SESSIONS, outcome.toString());
    assertTrue(outcome.messages.get(0).startsWith(file + ": at byte "), outcome.toString());
    assertEquals(noEnd(), outcome.messages.get(outcome.messages.size() - 1));
  }

  @Test
  void aMissingQueueFileIsTold() throws IOException {
    script.write(capture);
    Files.delete(queueFile());
    String line = capture.resolve("000001") + ": at byte 0: no queue file";
    assertEquals(new Outcome(3, 0, List.of(line, noEnd())), replay());
  }

  private record Outcome(int code, int rows, List<String> messages) {}

  private Outcome replay() {
    Run run = Run.replay(List.of(capture), "");
    List<String> messages = new ArrayList<>();
    for (String line : run.messages()) {
      assertTrue(line.startsWith("tcplife replay: "), run.err());
      messages.add(line.substring("tcplife replay: ".length()));
    }
    return new Outcome(run.code(), run.rows().size(), messages);
  }

  private String noEnd() {
    return capture + ": has no end: it is being recorded, or its recorder was killed";
  }

  private Path queueFile() throws IOException {
    try (var files = Files.newDirectoryStream(capture.resolve("000001"), "*.cq4")) {
      return files.iterator().next();
    }
  }
}
