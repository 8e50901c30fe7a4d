// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two commands of the README. */
@Timeout(120)
class EndToEndIT {
  private static final String HEADER =
      "TIME,TIME(s),PID,COMM,IP,LADDR,LPORT,RADDR,RPORT,TX_KB,RX_KB,MS";

  @TempDir private Path directory;

  @Test
  @DisplayName("Recorded until Ctrl-C and replayed with -stT, a session has a row for each end")
  void recordAndReplay() {
    Host.needRecording();
    MadeSession made;
    LocalTime begun = LocalTime.now().truncatedTo(ChronoUnit.SECONDS);
    Path capture;
    try (Recorder recorder = Recorder.start(directory)) {
      List<String> command = Traffic.command("client-closes", 1);
      command.addAll(List.of("-u", "4096", "-d", "10240"));
      made = Traffic.parse(Program.run(command)).get(0);
      capture = recorder.stop();
    }
    List<String> times = seconds(begun, LocalTime.now());

    List<String> lines = Recorder.replay(capture, "-stT").lines().toList();
    assertEquals(HEADER, lines.get(0));
    assertRow(lines, times, made.clientPid() + ",tl-client", made.client(), "4,10");
    assertRow(lines, times, made.serverPid() + ",tl-server", made.server(), "10,4");
  }

  /** Every second from one time to another, over midnight too. */
  private static List<String> seconds(LocalTime first, LocalTime last) {
    long count =
        Math.floorMod(
            first.until(last, ChronoUnit.SECONDS), ChronoUnit.DAYS.getDuration().toSeconds());
    return LongStream.rangeClosed(0, count)
        .mapToObj(second -> "%tT".formatted(first.plusSeconds(second)))
        .toList();
  }

  private static void assertRow(
      List<String> lines, List<String> times, String owner, Ends ends, String kilobytes) {
    String middle =
        String.join(
            ",",
            owner,
            "4",
            ends.local(),
            String.valueOf(ends.localPort()),
            ends.remote(),
            String.valueOf(ends.remotePort()),
            kilobytes);
    List<String> rows = lines.stream().filter(line -> line.contains("," + middle + ",")).toList();
    assertEquals(1, rows.size(), () -> middle + " in " + lines);
    String row = rows.get(0);
    assertTrue(row.matches("[0-9:]{8},\\d+\\.\\d{6}," + middle + ",\\d+\\.\\d\\d"), row);
    assertTrue(times.contains(row.substring(0, 8)), () -> row + " at none of " + times);
  }
}
