// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.InventoryRecord;
import tcplife.event.StateLayout;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;

/** Sessions of which the usual reading would be wrong. */
class RareSessionsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final CurrentTask SERVER = new CurrentTask(7, "server");
  private static final CurrentTask CLIENT = new CurrentTask(8, "client");
  private static final CurrentTask WORKER = new CurrentTask(9, "kworker/1:1");

  @TempDir private Path directory;

  private final CaptureScript script = new CaptureScript();

  private List<String> rows(String columns) {
    return Run.replay(script, directory, "-s --open --columns " + columns).rows();
  }

  private SocketScript listener(int port) {
    return script.socket("10.0.0.1", port, "0.0.0.0", 0);
  }

  private SocketScript accepted(int port, long time) {
    return Lifecycle.accepted(script.socket("10.0.0.1", port, "10.0.0.2", 5000), time);
  }

  @Test
  void aWorkerOfTheKernelThatClosesASubflowIsNotItsOwner() {
    listener(80).to(TcpState.LISTEN, SECOND, SERVER);
    accepted(80, 2 * SECOND)
        .flags(StateLayout.MPTCP | StateLayout.KERNEL_TASK)
        .to(TcpState.FIN_WAIT1, 3 * SECOND, WORKER)
        .to(TcpState.CLOSE, 3 * SECOND, CurrentTask.BYSTANDER);
    assertEquals(List.of("server,listener,,true"), rows("comm,evidence,closer_comm,mptcp"));
  }

  @Test
  void aChildThatInheritsMptcpAndDoesNotSpeakItIsPlain() {
    script
        .socket("10.0.0.1", 80, "10.0.0.2", 5000)
        .in(TcpState.LISTEN)
        .flags(StateLayout.MPTCP)
        .to(TcpState.SYN_RECV, SECOND, CurrentTask.BYSTANDER)
        .flags(0)
        .to(TcpState.ESTABLISHED, SECOND, CurrentTask.BYSTANDER)
        .to(TcpState.CLOSE, 2 * SECOND, SERVER);
    assertEquals(List.of("false"), rows("mptcp"));
  }

  @Test
  void aConnectThatSentNothingFailedHere() {
    script
        .socket("10.0.0.1", 4000, "10.0.0.2", 80)
        .unsent()
        .to(TcpState.SYN_SENT, SECOND, CLIENT)
        .to(TcpState.CLOSE, SECOND, CLIENT);
    assertEquals(List.of("unsent,OTH,local"), rows("ending,outcome,closed_first"));
  }

  @Test
  void aSocketThatIsFoundInFinWait2WasClosedHereFirst() {
    listener(80).to(TcpState.LISTEN, SECOND, SERVER);
    script.socket("10.0.0.1", 80, "10.0.0.2", 5000).found(TcpState.FIN_WAIT2, 2 * SECOND, SERVER);
    assertEquals(List.of("S3,local"), rows("outcome,closed_first"));
  }

  @Test
  void aConnectionThatIsFoundBeforeItsListenerCameFromIt() {
    script.inventory(SECOND, InventoryRecord.BEGIN);
    script.socket("10.0.0.1", 80, "10.0.0.2", 5000).found(TcpState.ESTABLISHED, SECOND, CLIENT);
    listener(80).found(TcpState.LISTEN, SECOND, SERVER);
    script.inventory(SECOND, InventoryRecord.END);
    assertEquals(List.of("remote,S1"), rows("originator,outcome"));
  }

  @Test
  void aListenerThatClosedDuringTheInventoryIsGone() {
    script.inventory(SECOND, InventoryRecord.BEGIN);
    SocketScript old = listener(80).in(TcpState.LISTEN);
    old.to(TcpState.CLOSE, SECOND, SERVER);
    old.found(TcpState.LISTEN, SECOND, SERVER);
    script.inventory(SECOND, InventoryRecord.END);
    listener(80).to(TcpState.LISTEN, 2 * SECOND, CLIENT);
    accepted(80, 3 * SECOND);
    assertEquals(List.of("client,listener"), rows("comm,evidence"));
  }

  /** Where it begins is written together with what it found, behind what closed meanwhile. */
  @Test
  void whatClosedSinceTheInventoryBeganIsNotThereAgain() {
    SocketScript session =
        accepted(80, SECOND).error(104).to(TcpState.CLOSE, 3 * SECOND, CurrentTask.BYSTANDER);
    script.inventory(2 * SECOND, InventoryRecord.BEGIN);
    session.found(TcpState.ESTABLISHED, 2 * SECOND, SERVER);
    script.inventory(4 * SECOND, InventoryRecord.END);
    assertEquals(List.of("reset"), rows("ending"));
  }

  /** In each boot cookies and time begin anew. */
  @Test
  void whatClosedInAnotherBootDoesNotHideASocketThatIsFound() {
    accepted(80, 8 * SECOND).error(104).to(TcpState.CLOSE, 9 * SECOND, CurrentTask.BYSTANDER);
    Path capture = script.write(directory.resolve("cap"));
    CaptureScript second = new CaptureScript("00000000-0000-4000-8000-00000000b008");
    second.inventory(2 * SECOND, InventoryRecord.BEGIN);
    second.socket("10.0.0.1", 80, "10.0.0.2", 5000).found(TcpState.ESTABLISHED, 2 * SECOND, SERVER);
    second.inventory(3 * SECOND, InventoryRecord.END);
    second.write(capture);
    assertEquals(
        List.of("reset", "open"),
        Run.replay(List.of(capture), "-s --open --columns ending").rows());
  }

  @Test
  void anExecutableFromBeforeAGapIsNotThatOfTheNextProcessOfThePid() {
    script.exec(CLIENT, SECOND, 0, 0, "/bin/old", "old");
    Path capture = script.write(directory.resolve("cap"));
    CaptureScript second = new CaptureScript();
    Lifecycle.client(second.socket("10.0.0.1", 1, "10.0.0.2", 80), 9 * SECOND, 10 * SECOND, CLIENT);
    second.write(capture);
    assertEquals(
        List.of("client,"), Run.replay(List.of(capture), "-s --columns comm,executable").rows());
  }

  @Test
  void aClockThatIsSetMeanwhileDoesNotMoveTheBeginning() {
    script.clock(0, Incident.NOON, 0, "UTC");
    SocketScript session =
        script.socket("10.0.0.1", 1, "10.0.0.2", 80).to(TcpState.SYN_SENT, SECOND, CLIENT);
    script.clock(2 * SECOND, Incident.NOON + 3600 * SECOND, 0, "UTC");
    session.error(111).to(TcpState.CLOSE, 3 * SECOND, CurrentTask.BYSTANDER);
    assertEquals(
        List.of("2026-06-01T12:00:01.000000000+00:00,2000000000"), rows("opened,duration"));
  }
}
