// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import tcplife.event.ClockRecord;

class ClockHistoryTest {
  private final ClockHistory history = new ClockHistory();

  private void read(long time, long offset) {
    history.add(new ClockRecord(time, time + offset, 5, 0, "UTC"));
  }

  @Test
  void aMomentHasTheTimeOfTheClockAsItWasThen() {
    read(100, 1_000);
    read(200, 1_007); // within what reading them took
    read(300, 9_000);
    assertEquals(1_050, history.wall(50));
    assertEquals(1_250, history.wall(250));
    assertEquals(9_350, history.wall(350));
  }

  @Test
  void aClockThatIsSetWithoutEndFillsNoMemory() {
    for (int i = 0; i < 20_000; i++) {
      read(i, 1_000L * i);
    }
    assertEquals(9_999 + 1_000L * 9_999, history.wall(9_999));
    assertEquals(15_000 + 1_000L * 9_999, history.wall(15_000));
  }
}
