// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** Sessions whose beginning or end was not recorded. */
@Timeout(60)
class OpenSessionsTest {
  private static final long SECOND = Incident.SECOND;
  private static final CurrentTask OWNER = new CurrentTask(7, "a");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"-s", "-s -ww", "-s --as-tcplife", "-s --bytes"})
  void tcplifesColumnsShowOnlySessionsWhoseBeginningWasRecorded(String options) {
    assertEquals(
        List.of("40001", "80", "40003", "40004"),
        Run.replay(Incident.script(), directory, options).columns("LPORT"));
  }

  @Test
  void otherColumnsShowAlsoThoseThatHadBegunBefore() {
    assertEquals(List.of("40001", "80", "40003", "40004", "22"), ports(""));
  }

  @Test
  void thoseLeftOpenComeLastAndFirstOfThemThoseThatWereThereBefore() {
    assertEquals(List.of("40001", "80", "40003", "40004", "22", "5432", "40006"), ports("--open"));
  }

  @Test
  void anOpenSessionHasAnAgeAndNoDuration() {
    assertEquals(
        List.of(
            "22,false,,,fin,CLOSE",
            "5432,true,,,open,ESTABLISHED",
            "40006,true,,1000000000,open,ESTABLISHED"),
        Run.replay(
                Incident.script(),
                directory,
                "-s --open --columns local_port,open,duration,age,ending,state")
            .rows()
            .subList(4, 7));
  }

  @Test
  void whatWasOpenWhenTheHostWentDownIsLeftOpenThough() {
    CaptureScript first = new CaptureScript();
    opened(first, 1, SECOND);
    Path capture = first.write(directory.resolve("cap"));
    CaptureScript second = new CaptureScript("another boot");
    opened(second, 2, SECOND);
    Lifecycle.client(second.socket("10.0.0.1", 3, "10.0.0.2", 80), 2 * SECOND, 3 * SECOND, OWNER);
    second.write(capture);
    Run run = Run.replay(List.of(capture), "-s --open --columns local_port,age");
    assertEquals(List.of("3,", "1,0", "2,2000000000"), run.rows());
  }

  @Test
  void whatClosesInALaterRecordingOfTheSameBootIsNotLeftOpen() {
    CaptureScript first = new CaptureScript();
    opened(first, 1, SECOND);
    Path capture = first.write(directory.resolve("cap"));
    CaptureScript second = new CaptureScript();
    second
        .socket("10.0.0.1", 1, "10.0.0.2", 80)
        .in(TcpState.ESTABLISHED)
        .to(TcpState.CLOSE, 5 * SECOND, OWNER);
    second.write(capture);
    Run run = Run.replay(List.of(capture), "-s --open --columns local_port,open");
    assertEquals(List.of("1,false"), run.rows());
  }

  @Test
  void ofSeveralCapturesThoseLeftOpenComeAfterAllOthers() {
    CaptureScript first = new CaptureScript();
    opened(first, 1, SECOND);
    Lifecycle.client(first.socket("10.0.0.1", 2, "10.0.0.2", 80), 2 * SECOND, 3 * SECOND, OWNER);
    CaptureScript second = new CaptureScript();
    Lifecycle.client(second.socket("10.0.0.1", 3, "10.0.0.2", 80), 8 * SECOND, 9 * SECOND, OWNER);
    List<Path> captures =
        List.of(first.write(directory.resolve("a")), second.write(directory.resolve("b")));
    Run run = Run.replay(captures, "-s --open --columns local_port");
    assertEquals(List.of("2", "3", "1"), run.rows());
  }

  @Test
  void theirOwnerIsNamedThoughItsProcessWasRecordedLater() {
    CaptureScript script = new CaptureScript();
    opened(script, 1, SECOND);
    script.exec(OWNER, 1, 0, 0, "/bin/a", "a -b");
    Run run = Run.replay(script, directory, "-s --open --columns executable");
    assertEquals(List.of("/bin/a"), run.rows());
  }

  private static void opened(CaptureScript script, int port, long time) {
    script
        .socket("10.0.0.1", port, "10.0.0.2", 80)
        .to(TcpState.SYN_SENT, time, OWNER)
        .to(TcpState.ESTABLISHED, time, CurrentTask.BYSTANDER);
  }

  private List<String> ports(String options) {
    return Run.replay(Incident.script(), directory, "-s --columns local_port", options).rows();
  }
}
