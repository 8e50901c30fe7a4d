// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.cli.Main;
import tcplife.event.TcpState;
import tcplife.live.Await;

/** {@code --follow}: a capture is replayed while it is written. */
@Timeout(60)
class FollowTest {
  private static final long SECOND = Incident.SECOND;

  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aSessionIsPrintedSoonAfterItClosedThoughNothingElseHappens(boolean inBlocks) {
    SyntheticCapture capture = SyntheticCapture.in(directory.resolve("cap"));
    session(capture, 1, SECOND);
    CompletableFuture<Integer> code = follow("-s --columns local_port", inBlocks);
    awaitLines(2);
    session(capture, 2, 3 * SECOND);
    awaitLines(3);
    capture.end();
    assertEquals(0, exitCode(code));
    assertEquals(List.of("local_port", "1", "2"), lines());
  }

  @Test
  void newCyclesAreFollowed() {
    SyntheticCapture capture = SyntheticCapture.in(directory.resolve("cap"));
    CompletableFuture<Integer> code = follow("-s --columns local_port", false);
    for (int port = 1; port <= 5; port++) {
      session(capture, port, port * 2 * SECOND);
      awaitLines(1 + port);
      capture.nextCycle();
    }
    session(capture, 6, 20 * SECOND);
    capture.end();
    assertEquals(0, exitCode(code));
    assertEquals(List.of("local_port", "1", "2", "3", "4", "5", "6"), lines());
  }

  @Test
  void itGoesOnBeyondACycleWhoseEndItHasNotSeenYet() {
    SyntheticCapture capture = SyntheticCapture.in(directory.resolve("cap"));
    session(capture, 1, SECOND);
    capture.nextCycle();
    session(capture, 2, 2 * SECOND);
    capture.nextCycle();
    CompletableFuture<Integer> code = follow("--json --columns local_port", false);
    awaitLines(2);
    capture.end();
    assertEquals(0, exitCode(code));
    assertEquals(List.of("{\"local_port\":1}", "{\"local_port\":2}"), lines());
  }

  @Test
  void aRecordingThatHasEndedIsReplayedToItsEnd() {
    Incident.script().write(directory.resolve("cap"));
    assertEquals(0, exitCode(follow("-x --open", false)));
    String followed = out.toString(StandardCharsets.UTF_8);
    assertEquals(Run.replay(Incident.script(), directory, "-x --open").out(), followed);
  }

  @Test
  void sumsAndOpenSessionsComeAtTheEnd() {
    SyntheticCapture capture = SyntheticCapture.in(directory.resolve("cap"));
    session(capture, 1, SECOND);
    capture.state(fields(2).at(2 * SECOND, TcpState.CLOSE, TcpState.SYN_SENT)).batch();
    CompletableFuture<Integer> code = follow("--open --summary -s --no-header", false);
    capture.end();
    assertEquals(0, exitCode(code));
    assertEquals(List.of("a,2,1,0,0,1000447,1000447"), lines());
  }

  @Test
  void whatIsMissingIsToldAtTheEnd() {
    SyntheticCapture capture = SyntheticCapture.in(directory.resolve("cap"));
    session(capture, 1, SECOND);
    CompletableFuture<Integer> code = follow("-s --columns local_port", false);
    awaitLines(2);
    capture.lose(0, 3);
    capture.end();
    assertEquals(3, exitCode(code));
  }

  private static int exitCode(CompletableFuture<Integer> code) {
    try {
      return code.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      throw new AssertionError("the replay does not end", e);
    }
  }

  /** In a thread of its own, which ends with the tests' JVM if not before. */
  private CompletableFuture<Integer> follow(String options, boolean inBlocks) {
    String line = "replay " + directory.resolve("cap") + " --follow " + options;
    return CompletableFuture.supplyAsync(
        () -> Main.run(List.of(new ReplayCommand(new Output(out, inBlocks))), line.split(" ")),
        FollowTest::start);
  }

  private static void start(Runnable replay) {
    Thread thread = new Thread(replay);
    thread.setDaemon(true);
    thread.start();
  }

  private static StateFields fields(int port) {
    return StateFields.ofSocket(port).task(7, "a").ipv4("10.0.0.1", port, "10.0.0.2", 80);
  }

  private static void session(SyntheticCapture capture, int port, long time) {
    capture
        .state(fields(port).at(time, TcpState.CLOSE, TcpState.SYN_SENT))
        .state(fields(port).at(time + 1_000_000, TcpState.SYN_SENT, TcpState.CLOSE))
        .batch();
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void awaitLines(int count) {
    Await.until(count + " lines are printed", () -> lines().size() >= count);
    assertTrue(lines().size() == count, () -> lines().toString());
  }
}
