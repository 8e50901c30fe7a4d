// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.event.ProcessRecord;

/** Which process a PID stands for. */
@Timeout(60)
class ProcessesTest {
  private static final long NOW = 1000;
  private final Processes processes = new Processes();

  private void told(int why, int pid, long start, int parent, String executable) {
    byte[] name = executable.getBytes(StandardCharsets.UTF_8);
    processes.take(
        new ProcessRecord(
            start + 1, start, 0, pid, parent, 0, 0, why, new byte[0], name, new byte[0], false));
  }

  private String executable(int pid) {
    return new String(processes.of(pid, NOW).executable(), StandardCharsets.UTF_8);
  }

  @Test
  void aChildRunsItsParentsProgramUntilItBecomesAnother() {
    told(ProcessRecord.EXEC, 10, 100, 1, "/bin/sh");
    told(ProcessRecord.FORK, 11, 200, 10, "");
    assertEquals("/bin/sh", executable(11));
    assertEquals(200, processes.of(11, NOW).start());
    told(ProcessRecord.EXEC, 11, 200, 10, "/bin/true");
    assertEquals("/bin/true", executable(11));
    assertEquals("/bin/sh", executable(10));
  }

  @Test
  void aPidThatIsGivenAgainIsAnotherProcess() {
    told(ProcessRecord.EXEC, 10, 100, 1, "/bin/old");
    HostProcess old = processes.of(10, NOW);
    told(ProcessRecord.EXIT, 10, 100, 1, "");
    told(ProcessRecord.FORK, 10, 300, 1, "");
    assertEquals("/bin/old", new String(old.executable(), StandardCharsets.UTF_8));
    assertEquals("", executable(10));
    assertNull(processes.startedBefore(10, 250), "of what was done before it began");
    assertNotNull(processes.startedBefore(10, 300));
  }

  @Test
  void whatAnInventoryFindsDoesNotReplaceWhatWasSeenHappening() {
    told(ProcessRecord.EXEC, 10, 100, 1, "/bin/seen");
    told(ProcessRecord.FOUND, 10, 100, 1, "/usr/bin/found");
    assertEquals("/bin/seen", executable(10));
    told(ProcessRecord.FOUND, 10, 500, 1, "/usr/bin/later");
    assertEquals("/usr/bin/later", executable(10), "begun after the one that was seen");
  }

  @Test
  void aForkOfAnUnknownParentHasWhatTheInventoryFinds() {
    told(ProcessRecord.FORK, 11, 200, 10, "");
    told(ProcessRecord.FOUND, 11, 200, 10, "/usr/sbin/nginx");
    assertEquals("/usr/sbin/nginx", executable(11));
  }

  @Test
  void aProcessThatEndedIsKnownForAWhileAndThenForgotten() {
    told(ProcessRecord.EXEC, 10, 100, 1, "/bin/ended");
    told(ProcessRecord.EXIT, 10, 100, 1, "");
    assertEquals("/bin/ended", executable(10), "its sockets close after it");
    for (int pid = 1000; pid < 1000 + 4096; pid++) {
      told(ProcessRecord.FORK, pid, pid, 1, "");
      told(ProcessRecord.EXIT, pid, pid, 1, "");
    }
    assertNull(processes.of(10, NOW));
    assertNotNull(processes.of(1001, NOW));
  }
}
