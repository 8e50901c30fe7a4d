// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.TcpState;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** Hunts for who exchanged how much with whom. */
@Timeout(60)
class TalkersHuntsTest {
  private static final String INSIDE = "10.0.0.2";
  private static final String OUTSIDE = "203.0.113.5";
  private static final String ELSEWHERE = "203.0.113.6";
  private static final long MEGABYTE = 1_000_000;

  @TempDir private Path directory;

  private static Scene scene() {
    return new Scene()
        .calls("curl", INSIDE, 443, 1, 1, 100, 2000)
        .calls("curl", OUTSIDE, 443, 3, 1, 200, 3000)
        .calls("backup", INSIDE, 22, 100, 10, 20 * MEGABYTE)
        .calls("implant", OUTSIDE, 443, 200, 10, 11 * MEGABYTE, MEGABYTE)
        .calls("implant", ELSEWHERE, 443, 300, 10, 12 * MEGABYTE, MEGABYTE)
        .calls("chat", ELSEWHERE, 443, 400, 10, 11 * MEGABYTE, 2 * MEGABYTE)
        .serves("nginx", INSIDE, 80, 500, 1);
  }

  @Test
  void programsAreRankedByPayload() {
    assertEquals(
        List.of(
            "implant 2 2 23000000 2000000", "backup 1 1 20000000 0", "chat 1 1 11000000 2000000"),
        scene()
            .hunt(directory, "top_talkers_by_process", "top=3")
            .rows("comm sessions remotes sent received"));
  }

  @Test
  void whatAProgramCarriedAsClientAndAsServerIsAdded() {
    assertEquals(
        List.of("curl 2 2 300 5000", "nginx 2 1 5 0"),
        scene()
            .calls("nginx", INSIDE, 8080, 600, 1, 5)
            .hunt(directory, "top_talkers_by_process")
            .rows("comm sessions remotes sent received")
            .subList(3, 5));
  }

  @Test
  void remotesAreRankedByPayloadAndToldByDirection() {
    assertEquals(
        List.of(
            ELSEWHERE + " 2 2 0 2 23000000 3000000",
            INSIDE + " 3 2 1 3 20000100 2000",
            OUTSIDE + " 2 2 0 2 11000200 1003000"),
        scene()
            .hunt(directory, "top_talkers_by_remote")
            .rows("remote_address sessions outgoing incoming programs sent received"));
  }

  @Test
  void exfiltrationIsMuchOutAndLittleBack() {
    assertEquals(
        List.of(
            "backup 10.0.0.2 2 1.0", "implant 203.0.113.6 1 300.0", "implant 203.0.113.5 1 3.0"),
        scene()
            .hunt(directory, "exfiltration")
            .rows("comm remote_address other_programs new_after_seconds"));
  }

  @Test
  void exfiltrationCanBeAskedForByTimeAndAmount() {
    assertEquals(
        List.of("implant 203.0.113.6 12.0 0"),
        scene()
            .hunt(directory, "exfiltration", "new_after_seconds=60")
            .rows("comm remote_address ratio sessions_at_odd_hours"));
    assertEquals(
        List.of("backup 1"),
        scene()
            .hunt(directory, "exfiltration", "min_ratio=13", "day_ends=12")
            .rows("comm sessions_at_odd_hours"));
    assertEquals(
        List.of("backup"),
        scene().hunt(directory, "exfiltration", "min_bytes=12000001").rows("comm"));
  }

  @Test
  void whatIsOlderThanTheRecordingIsToldAsOfAnUnknownOriginator() {
    Scene scene = scene();
    scene
        .to(ELSEWHERE, 443)
        .found(TcpState.ESTABLISHED, Scene.ns(1), Scene.task("implant"))
        .payload(30 * MEGABYTE, 0)
        .to(TcpState.CLOSE, Scene.ns(500), Scene.task("implant"));
    scene.listener(8080).found(TcpState.LISTEN, Scene.ns(1), Scene.task("server"));
    scene
        .from(ELSEWHERE, 8080)
        .found(TcpState.ESTABLISHED, Scene.ns(1), Scene.task("server"))
        .payload(30 * MEGABYTE, 0)
        .to(TcpState.CLOSE, Scene.ns(500), Scene.task("server"));
    assertEquals(
        List.of("implant 203.0.113.6 2 1 42000000"),
        scene
            .hunt(directory, "exfiltration", "min_bytes=30000000")
            .rows("comm remote_address sessions of_unknown_originator sent"));
  }

  @Test
  void whatIsExchangedInAnotherNetworkNamespaceIsNotWhatCameBack() {
    Scene scene = new Scene();
    CurrentTask thief = Scene.task("thief");
    Lifecycle.client(
        scene.to(OUTSIDE, 443).netns(1).payload(12 * MEGABYTE, 0),
        Scene.ns(100),
        Scene.ns(101),
        thief);
    Lifecycle.client(
        scene.to(OUTSIDE, 443).netns(2).payload(10, 30 * MEGABYTE),
        Scene.ns(1),
        Scene.ns(2),
        thief);
    Lifecycle.client(
        scene.to(OUTSIDE, 443).netns(2), Scene.ns(1), Scene.ns(2), Scene.task("other"));
    assertEquals(
        List.of("1 thief 12000000 0 0 100.0"),
        scene
            .hunt(directory, "exfiltration")
            .rows("netns comm sent received other_programs new_after_seconds"));
  }

  @Test
  void usualHoursMayGoOverMidnight() {
    Scene night = new Scene();
    for (int hour : new int[] {0, 5, 9, 10, 11}) {
      night.calls("implant", OUTSIDE, 443, hour * 3600 + 1, 1, 12_000_000, 0);
    }
    // Noon, 17, 21, 22 and 23 o'clock.
    for (String usual : List.of("6 20 3", "22 18 1", "22 13 2", "0 24 0", "9 9 5")) {
      String[] hours = usual.split(" ");
      assertEquals(
          List.of(hours[2]),
          night
              .hunt(directory, "exfiltration", "day_begins=" + hours[0], "day_ends=" + hours[1])
              .rows("sessions_at_odd_hours"));
    }
  }

  @Test
  void whatIsNotKnownIsNoOddHourAndNoProgram() {
    Scene scene = new Scene();
    CurrentTask nobody = new CurrentTask(0, "");
    scene
        .to(OUTSIDE, 443)
        .found(TcpState.SYN_SENT, 0, nobody)
        .to(TcpState.ESTABLISHED, Scene.ns(0.5), CurrentTask.BYSTANDER)
        .payload(12_000_000, 0)
        .error(104)
        .to(TcpState.CLOSE, Scene.ns(1), CurrentTask.BYSTANDER);
    scene.calls("curl", OUTSIDE, 80, 1, 1, 0);
    assertEquals(
        List.of("null 1 0"),
        scene
            .hunt(directory, "exfiltration", "day_begins=0", "day_ends=1")
            .rows("comm other_programs sessions_at_odd_hours"));
  }

  @Test
  void whoTalkedIsOnlyWhatWasOpenInTheTime() {
    assertEquals(
        List.of("curl local 443 1 200 3000", "implant local 443 1 11000000 1000000"),
        talkedTo(OUTSIDE));
    assertEquals(
        List.of("implant local 443 1 11000000 1000000"),
        talkedTo(OUTSIDE, "from=2026-06-01T12:00:04.5"));
    assertEquals(
        List.of("implant local 443 1 11000000 1000000"),
        talkedTo(OUTSIDE, "from=2026-06-01T12:03:25", "to=2026-06-01T12:03:26"));
    assertEquals(List.of("curl local 443 1 200 3000"), talkedTo(OUTSIDE, "to=2026-06-01T12:03:19"));
    assertEquals(List.of("nginx remote 80 1 0 0"), talkedTo(INSIDE, "port=80"));
    assertEquals(
        talkedTo(OUTSIDE, "from=2026-06-01T12:00:04.5"),
        talkedTo(OUTSIDE, "from=12:01", "to=2026-06-01T15:00+02:00"));
    assertEquals(talkedTo(OUTSIDE, "to=2026-06-01T12:03:19"), talkedTo(OUTSIDE, "to=+100s"));
  }

  private List<String> talkedTo(String remote, String... times) {
    String[] parameters = new String[times.length + 1];
    parameters[0] = "address=" + remote;
    System.arraycopy(times, 0, parameters, 1, times.length);
    return scene()
        .hunt(directory, "who_talked_to", parameters)
        .rows("comm originator service_port sessions sent received");
  }
}
