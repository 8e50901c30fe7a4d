// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.cli.Main;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.SocketScript;

/** Which sockets were open when the clock on the wall showed a time. */
class SsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private static final CurrentTask OWNER = new CurrentTask(7, "owner");

  @TempDir private Path directory;

  private final CaptureScript script = new CaptureScript();

  private void open(CaptureScript in, int port, long opened, long closed) {
    in.socket("10.0.0.1", port, "10.0.0.2", 80)
        .to(TcpState.SYN_SENT, opened, OWNER)
        .to(TcpState.ESTABLISHED, opened, CurrentTask.BYSTANDER)
        .to(TcpState.CLOSE, closed, OWNER);
  }

  private void clock(CaptureScript in, long time, long offset) {
    in.clock(time, Incident.NOON + time + offset, 0, "UTC");
  }

  private Run ss(Path capture, String at, String... options) {
    List<String> arguments = new ArrayList<>(List.of("ss", capture.toString(), "-H", "--at", at));
    arguments.addAll(List.of(options));
    return Run.capturing(
        out ->
            Main.run(
                List.of(new SsCommand(new Output(out, false))), arguments.toArray(String[]::new)));
  }

  /** State, local port and seconds in that state of each socket. */
  private static List<String> sockets(Run run) {
    return run.out()
        .lines()
        .map(line -> line.split(" +"))
        .map(word -> word[0] + " " + word[3].split(":")[1] + " " + word[5])
        .toList();
  }

  @Test
  void aSocketIsThereFromItsOpeningToItsClose() {
    clock(script, 0, 0);
    open(script, 1, 10 * SECOND, 30 * SECOND);
    open(script, 2, 20 * SECOND, 40 * SECOND);
    Path capture = script.sort().write(directory.resolve("cap"));
    assertEquals(List.of(), sockets(ss(capture, "12:00:09")));
    assertEquals(List.of("ESTAB 1 0.500"), sockets(ss(capture, "12:00:10.5")));
    assertEquals(List.of("ESTAB 1 15.000", "ESTAB 2 5.000"), sockets(ss(capture, "12:00:25")));
    assertEquals(List.of("ESTAB 2 15.000"), sockets(ss(capture, "12:00:35")));
  }

  @Test
  void aClockThatIsSetBackDoesNotBringBackWhatWasBefore() {
    clock(script, 0, 0);
    open(script, 1, 10 * SECOND, 50 * SECOND);
    clock(script, 60 * SECOND, -HOUR);
    open(script, 2, 61 * SECOND, 120 * SECOND);
    Path capture = script.write(directory.resolve("cap"));
    assertEquals(List.of("ESTAB 1 20.000"), sockets(ss(capture, "12:00:30")));
    assertEquals(List.of("ESTAB 2 4.000"), sockets(ss(capture, "11:01:05")));
  }

  @Test
  void aTimeThatAClockSetForwardNeverShowedIsJustBeforeThat() {
    clock(script, 0, 0);
    open(script, 1, 10 * SECOND, 50 * SECOND);
    open(script, 2, 55 * SECOND, 70 * SECOND);
    script.sort();
    clock(script, 60 * SECOND, HOUR);
    open(script, 3, 65 * SECOND, 70 * SECOND);
    Path capture = script.sort().write(directory.resolve("cap"));
    assertEquals(List.of("ESTAB 2 5.000"), sockets(ss(capture, "12:30")));
  }

  @Test
  void whenNobodyRecordedTheRecordingBeforeCountsAndThatIsSaid() {
    clock(script, 0, 0);
    open(script, 1, 10 * SECOND, 20 * SECOND);
    script.socket("10.0.0.1", 2, "10.0.0.2", 80).found(TcpState.ESTABLISHED, 15 * SECOND, OWNER);
    Path capture = script.sort().write(directory.resolve("cap"));
    CaptureScript second = new CaptureScript();
    clock(second, 100 * SECOND, 0);
    open(second, 3, 110 * SECOND, 120 * SECOND);
    second.write(capture);
    Run between = ss(capture, "12:01");
    assertEquals(List.of("ESTAB 2 -"), sockets(between));
    assertTrue(between.err().contains("nobody recorded at that moment"), between.err());
    Run after = ss(capture, "12:01:55");
    assertEquals(List.of("ESTAB 2 -", "ESTAB 3 5.000"), sockets(after));
    assertTrue(!after.err().contains("nobody recorded"), after.err());
  }

  @Test
  void allProcessesThatShareASocketAreListed() {
    clock(script, 0, 0);
    SocketScript shared = script.socket("10.0.0.1", 22, "10.0.0.2", 80);
    shared.found(TcpState.ESTABLISHED, SECOND, OWNER);
    shared.found(TcpState.ESTABLISHED, SECOND, new CurrentTask(8, "child"));
    Path capture = script.write(directory.resolve("cap"));
    String out = ss(capture, "12:00:01").out();
    assertTrue(out.endsWith("users:((\"owner\",pid=7,fd=7),(\"child\",pid=8,fd=8))\n"), out);
  }

  @Test
  void optionsOfTheRealOneAreTaken() {
    clock(script, 0, 0);
    open(script, 1, 10 * SECOND, 30 * SECOND);
    Path capture = script.write(directory.resolve("cap"));
    Run plain = ss(capture, "12:00:20");
    assertEquals(plain.out(), ss(capture, "12:00:20", "-tanp").out());
    Run timers = ss(capture, "12:00:20", "-tanpo");
    assertEquals(plain.out(), timers.out());
    assertTrue(timers.err().contains("timers are not recorded"), timers.err());
  }

  @Test
  void aTimeOutsideOfTheCaptureIsRefused() {
    clock(script, 0, 0);
    open(script, 1, 10 * SECOND, 20 * SECOND);
    Path capture = script.write(directory.resolve("cap"));
    Run run = ss(capture, "13:00");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("is not within the capture"), run.err());
  }
}
