// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.capture.StateFields;
import tcplife.event.InventoryRecord;
import tcplife.event.StateView;
import tcplife.event.TcpState;

/** Sockets that were open when a recording ended, and what the next one of the same boot finds. */
@Timeout(60)
class RecordingGapTest {
  private static final int GONE = 7;
  private static final int THERE = 8;
  private static final int LISTENER = 9;

  private final SessionTracker tracker = new SessionTracker(TcplifeRule.ANY_PID);

  @BeforeEach
  void recordAndStop() {
    tracker.boot(new RecordedHost("host", "boot"));
    find(GONE, TcpState.ESTABLISHED);
    find(THERE, TcpState.ESTABLISHED);
    find(LISTENER, TcpState.LISTEN);
    tracker.gap(50);
  }

  private void find(int cookie, int state) {
    byte[] record =
        StateFields.ofSocket(cookie)
            .at(cookie, state, state)
            .task(1, "owner")
            .ipv4("10.0.0.1", cookie, "10.0.0.2", 80)
            .toOpenRecord();
    ByteBuffer buffer = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    tracker.found(new StateView().wrap(buffer, 0), new WallClock());
  }

  private void inventory(int phase) {
    tracker.inventory(new InventoryRecord(60, phase, 0));
  }

  @Test
  void whatACompleteInventoryDoesNotFindIsGoneAndStillTold() {
    inventory(InventoryRecord.BEGIN);
    find(THERE, TcpState.ESTABLISHED);
    inventory(InventoryRecord.END);
    assertEquals(1, count(tracker.open()));
    assertEquals(THERE, tracker.open().iterator().next().socket().cookie());
    assertEquals(0, count(tracker.listening()));
    assertEquals(2, tracker.leftOpen(70).size(), "whose end is not known");
  }

  @Test
  void untilThenNothingIsJudged() {
    assertFalse(tracker.isInventoried());
    inventory(InventoryRecord.BEGIN);
    assertEquals(2, count(tracker.open()));
    assertEquals(1, count(tracker.listening()));
    inventory(InventoryRecord.END);
    assertTrue(tracker.isInventoried());
  }

  private static int count(Iterable<Session> sessions) {
    int count = 0;
    for (Session unused : sessions) {
      count++;
    }
    return count;
  }
}
