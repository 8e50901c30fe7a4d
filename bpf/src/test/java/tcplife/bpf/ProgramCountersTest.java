// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.event.LayoutProgram;

@Timeout(60)
class ProgramCountersTest {
  @Test
  void countersThatCMadeAreReadPerCpuAndInSum() throws Exception {
    ProgramCounters counters = new ProgramCounters(2);
    ByteBuffer memory = counters.memory();
    memory.put(LayoutProgram.bytes("counters"));
    assertEquals(Long.BYTES, memory.remaining(), "the runs that the kernel skipped come last");
    memory.putLong(37);

    assertEquals(1000, counters.made(0));
    assertEquals(2000, counters.made(1));
    assertEquals(3000, counters.made());
    assertEquals(100, counters.lost(0));
    assertEquals(200, counters.lost(1));
    assertEquals(300, counters.lost());
    assertEquals(37 - 30, counters.skipped());
  }
}
