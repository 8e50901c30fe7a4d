// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.InventoryRecord;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;

/** Sessions that ended, and whose CLOSE is not in the capture. */
class LostEndsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final CurrentTask OWNER = new CurrentTask(7, "owner");
  private static final String COLUMNS =
      "-s --open --columns local_port,cookie,open,ending,lost_transition,closed";

  @TempDir private Path directory;

  private final CaptureScript script = new CaptureScript();

  private SocketScript connected(int port, long time) {
    return script
        .socket("10.0.0.1", port, "10.0.0.2", 80)
        .to(TcpState.SYN_SENT, time, OWNER)
        .to(TcpState.ESTABLISHED, time, CurrentTask.BYSTANDER);
  }

  private void inventory(long time, SocketScript... found) {
    script.inventory(time, InventoryRecord.BEGIN);
    for (SocketScript each : found) {
      each.found(TcpState.ESTABLISHED, time, OWNER);
    }
    script.inventory(time, InventoryRecord.END);
  }

  private List<String> rows() {
    return Run.replay(script, directory, COLUMNS).rows();
  }

  @Test
  void aSocketWithTheSameEndsEndsTheOneBefore() {
    connected(1, SECOND);
    connected(1, 2 * SECOND);
    connected(2, 9 * SECOND);
    assertEquals(
        List.of("1,1000,false,lost,true,", "1,1001,true,open,false,", "2,1002,true,open,false,"),
        rows());
  }

  @Test
  void aCloseThatComesJustBehindIsNotLost() {
    SocketScript before = connected(1, SECOND);
    connected(1, 2 * SECOND);
    before.error(104).to(TcpState.CLOSE, 2 * SECOND + 1, CurrentTask.BYSTANDER);
    connected(2, 9 * SECOND);
    assertEquals(
        List.of("1,1000,false,reset,false,", "1,1001,true,open,false,", "2,1002,true,open,false,"),
        rows());
  }

  @Test
  void whatAnInventoryDidNotFindMayBeThereIfItDidNotLookEverywhere() {
    connected(1, SECOND);
    SocketScript found = connected(2, SECOND);
    script.inventory(3 * SECOND, InventoryRecord.BEGIN);
    found.found(TcpState.ESTABLISHED, 3 * SECOND, OWNER);
    script.inventory(new InventoryRecord(3 * SECOND, InventoryRecord.END, 1, true));
    connected(3, 9 * SECOND);
    assertEquals(
        List.of("1,1000,true,open,false,", "2,1001,true,open,false,", "3,1002,true,open,false,"),
        rows());
  }

  @Test
  void theSameEndsInAnotherNetworkNamespaceAreOthers() {
    connected(1, SECOND);
    script
        .socket("10.0.0.1", 1, "10.0.0.2", 80)
        .netns(5)
        .to(TcpState.SYN_SENT, 2 * SECOND, OWNER)
        .to(TcpState.ESTABLISHED, 2 * SECOND, CurrentTask.BYSTANDER);
    connected(2, 9 * SECOND);
    assertEquals(
        List.of("1,1000,true,open,false,", "1,1001,true,open,false,", "2,1002,true,open,false,"),
        rows());
  }

  @Test
  void whatALaterInventoryDoesNotFindHasEnded() {
    connected(1, SECOND);
    SocketScript there = connected(2, SECOND);
    inventory(4 * SECOND, there);
    connected(3, 9 * SECOND);
    assertEquals(
        List.of("1,1000,false,lost,true,", "2,1001,true,open,false,", "3,1002,true,open,false,"),
        rows());
  }

  @Test
  void whatBeganAfterTheInventoryDidNeedNotBeFound() {
    SocketScript there = connected(1, SECOND);
    connected(2, 5 * SECOND);
    inventory(4 * SECOND, there);
    connected(3, 9 * SECOND);
    assertEquals(
        List.of("1,1000,true,open,false,", "2,1001,true,open,false,", "3,1002,true,open,false,"),
        rows());
  }

  @Test
  void whereTheInventoryFoundNothingItMayNotHaveLooked() {
    connected(1, SECOND);
    inventory(4 * SECOND);
    connected(3, 9 * SECOND);
    assertEquals(List.of("1,1000,true,open,false,", "3,1001,true,open,false,"), rows());
  }

  @Test
  void whatClosedAsTheInventoryEndedIsNotLost() {
    SocketScript closing = connected(1, SECOND);
    SocketScript there = connected(2, SECOND);
    inventory(4 * SECOND, there);
    closing.to(TcpState.CLOSE, 4 * SECOND - 1, OWNER);
    connected(3, 9 * SECOND);
    assertEquals("1,1000,false,reset,false,", rows().get(0));
  }

  @Test
  void whatEndedBetweenTwoRecordingsIsToldOnce() {
    connected(1, SECOND);
    connected(2, SECOND);
    Path capture = script.write(directory.resolve("cap"));
    CaptureScript second = new CaptureScript();
    second.inventory(5 * SECOND, InventoryRecord.BEGIN);
    second
        .socket("10.0.0.1", 2, "10.0.0.2", 80)
        .cookie(1001)
        .found(TcpState.ESTABLISHED, 5 * SECOND, OWNER);
    second.inventory(5 * SECOND, InventoryRecord.END);
    Lifecycle.client(
        second.socket("10.0.0.1", 3, "10.0.0.2", 80).cookie(2000), 6 * SECOND, 9 * SECOND, OWNER);
    second.write(capture);
    assertEquals(
        List.of("1,1000,false,lost,true,", "3,2000,false,fin,false,", "2,1001,true,open,false,"),
        Run.replay(List.of(capture), COLUMNS).rows());
  }

  @Test
  void sessionsThatEndedUnseenAreShownWithoutOpenOnesButNotInTcplifesColumns() {
    connected(1, SECOND);
    connected(1, 2 * SECOND);
    assertEquals(List.of("1000"), Run.replay(script, directory, "-s --columns cookie").rows());
    assertEquals(List.of(), Run.replay(script, directory, "-s").rows());
  }

  @Test
  void ofTwoSocketsWithTheSameEndsBothMayLive() {
    SocketScript one = connected(1, SECOND);
    connected(1, 2 * SECOND);
    connected(2, 9 * SECOND);
    one.to(TcpState.FIN_WAIT1, 10 * SECOND, OWNER);
    assertEquals(
        List.of("1,1000,true,open,false,", "1,1001,true,open,false,", "2,1002,true,open,false,"),
        rows());
  }

  @Test
  void aSocketThatConnectsAgainHadClosed() {
    SocketScript socket = connected(1, SECOND);
    socket
        .in(TcpState.CLOSE)
        .to(TcpState.SYN_SENT, 5 * SECOND, OWNER)
        .error(111)
        .to(TcpState.CLOSE, 6 * SECOND, CurrentTask.BYSTANDER);
    assertEquals(List.of("1,1000,false,lost,true,", "1,1000,false,refused,false,"), rows());
  }

  @Test
  void aCookieOf0IsOneAsOthers() {
    script
        .socket("10.0.0.1", 1, "10.0.0.2", 80)
        .cookie(0)
        .to(TcpState.SYN_SENT, SECOND, OWNER)
        .to(TcpState.ESTABLISHED, SECOND, CurrentTask.BYSTANDER);
    assertEquals(List.of("1,0,true,open,false,"), rows());
  }
}
