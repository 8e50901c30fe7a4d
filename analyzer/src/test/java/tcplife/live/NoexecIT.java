// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where nothing may be executed from /tmp, which libraries like to unpack their native code to. */
@Timeout(300)
class NoexecIT {
  private static final List<String> STEPS =
      List.of(
          "mount --bind \"$0\" /mnt",
          "mount -t tmpfs -o noexec none /tmp",
          "cp /bin/true /tmp/true",
          "! /tmp/true 2>/dev/null",
          "cd /mnt",
          "./tcplife record -o /tmp/cap -d 1s 2>/dev/null",
          "./tcplife verify /tmp/cap",
          "./tcplife replay /tmp/cap",
          "./tcplife sql /tmp/cap 'SELECT 40 + 2 AS answer'",
          "./tcplife export /tmp/cap -o /tmp/cap.duckdb");

  @Test
  void recordingAndReadingWork() {
    Host.needRecording();
    Host.needTool("unshare");
    String said =
        Program.run(
            "unshare", "-m", "sh", "-c", String.join(" && ", STEPS), Host.PROJECT.toString());
    assertTrue(said.contains(": intact\n"), said);
    assertTrue(said.contains("    42\n"), said);
  }
}
