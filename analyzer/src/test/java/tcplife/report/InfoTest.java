// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.cli.Main;
import tcplife.event.NameRecord;
import tcplife.fixture.CaptureScript;
import tcplife.replay.Output;
import tcplife.replay.Run;

/** What {@code info} says of what a capture lacks, and where there is nothing to say. */
class InfoTest {
  @TempDir Path temp;

  @Test
  void aCaptureWithoutTransitionsBeginsAndEndsAtNone() {
    Path capture = temp.resolve("cap");
    new CaptureScript().clock(0, 1_000_000_000_000L, 0, "UTC").write(capture);
    String said = info(capture);
    assertTrue(said.contains("\nfrom       none\nto         none\n"), said);
  }

  @Test
  void whatTheKernelHidIsSaidOnceHoweverManyCyclesTellIt() {
    Path capture = temp.resolve("cap");
    new CaptureScript()
        .name(NameRecord.HIDDEN, 1, "init\n")
        .name(NameRecord.USER, 2, "daemon")
        .name(NameRecord.HIDDEN, 1, "init\n")
        .write(capture);
    assertEquals(
        List.of(
            "hidden     process 1 (init?): what happened while it was current is neither here nor"
                + " counted as lost"),
        info(capture).lines().filter(line -> line.startsWith("hidden")).toList());
  }

  private static String info(Path capture) {
    return Run.capturing(
            out ->
                Main.run(
                    List.of(new InfoCommand(new Output(out, false))), "info", capture.toString()))
        .out();
  }
}
