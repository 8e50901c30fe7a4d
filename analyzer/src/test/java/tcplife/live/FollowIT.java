// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;

/** {@code replay --follow} on a capture that a real recorder writes. */
@Timeout(300)
class FollowIT {
  private static final int SESSIONS = 200;

  @TempDir private Path directory;

  @Test
  @DisplayName("Sessions are printed while they are recorded; SIGINT ends it with 0")
  void sessionsArePrintedAsTheyCloseUntilSigint() {
    Host.needRecording();
    try (Recorder recorder = Recorder.start(directory);
        Program follow = follow(recorder.capture())) {
      for (int round = 1; round <= 2; round++) {
        List<String> made = made();
        Await.until("all are printed", () -> rows(follow).containsAll(made));
      }
      follow.interrupt();
      follow.expectExit(0);
      assertEquals("", follow.errors());
      recorder.stop();
    }
  }

  @Test
  @DisplayName("It ends with the recorder, and has printed what a replay prints, over many cycles")
  void itEndsWithTheRecorder() {
    Host.needRecording();
    try (Recorder recorder = Recorder.start(directory, "--cycle-age=1s");
        Program follow = follow(recorder.capture())) {
      List<String> made = new ArrayList<>();
      while (cycles(recorder.capture()) < 4) {
        made.addAll(made());
      }
      Path capture = recorder.stop();
      follow.expectExit(0);
      String[] columns = {"-s", "--columns", "cookie,local_port,remote_port,comm"};
      assertEquals(
          new TreeSet<>(Recorder.replay(capture, columns).lines().toList()),
          new TreeSet<>(follow.output().lines().toList()));
      Set<String> printed = new HashSet<>(rows(follow));
      assertEquals(List.of(), made.stream().filter(row -> !printed.contains(row)).toList());
    }
  }

  private static Program follow(Path capture) {
    return Program.start(
        Map.of(),
        List.of(
            Host.TCPLIFE,
            "replay",
            capture.toString(),
            "--follow",
            "-s",
            "--columns",
            "cookie,local_port,remote_port,comm"));
  }

  /** Makes sessions; of both their ends the ports. */
  private static List<String> made() {
    return Traffic.parse(Program.run(Traffic.command("client-closes", SESSIONS))).stream()
        .flatMap(made -> Stream.of(made.client(), made.server()))
        .map(ends -> ends.localPort() + "," + ends.remotePort())
        .toList();
  }

  private static List<String> rows(Program follow) {
    return follow
        .output()
        .lines()
        .skip(1)
        .map(line -> line.split(","))
        .filter(values -> values.length == 4)
        .map(values -> values[1] + "," + values[2])
        .toList();
  }

  private static int cycles(Path capture) {
    return Capture.open(capture).cycles().size();
  }
}
