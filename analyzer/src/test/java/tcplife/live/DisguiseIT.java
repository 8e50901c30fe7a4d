// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.session.Evidence;
import tcplife.session.Session;
import tcplife.session.Task;

/** A process that is not what it was started as. */
@Timeout(60)
class DisguiseIT {
  private static final Path DISGUISE =
      Host.PROJECT.resolve("bpf/target/test-native/disguise").toAbsolutePath();
  private static final int USER = 54_321;

  @TempDir private Path directory;

  @Test
  @DisplayName(
      "A child that its grandparent adopted as it was forked, and that changes its user, runs its"
          + " parent's program as the user that it then is")
  void disguised() {
    Host.needRecording();
    String[] pids;
    Path capture;
    try (Recorder recorder = Recorder.start(directory)) {
      pids = Program.run(DISGUISE.toString(), "1", String.valueOf(USER)).trim().split(" ");
      capture = recorder.stop();
    }
    int child = Integer.parseInt(pids[0]);
    List<Session> sessions =
        RecordedSessions.of(capture).stream()
            .filter(each -> each.owners().opener() != null)
            .filter(each -> each.owners().opener().pid() == child)
            .toList();
    assertEquals(1, sessions.size());
    Session refused = sessions.get(0);
    Task opener = refused.owners().opener();
    assertEquals(TcpState.SYN_SENT, refused.path().state(0));
    assertEquals(Evidence.CONNECT, refused.owners().evidence());
    assertEquals(USER, opener.uid());
    assertEquals(USER, refused.socket().uid());
    assertEquals(0, opener.process().uid(), "as it began");
    assertEquals(DISGUISE.toString(), new String(opener.process().executable()));
    assertEquals(Integer.parseInt(pids[1]), opener.process().parent());
  }
}
