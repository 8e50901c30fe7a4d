// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.cli.Main;
import tcplife.fixture.CaptureScript;
import tcplife.replay.Output;
import tcplife.replay.Run;

/** What {@code info} says where there is nothing to say. */
class InfoTest {
  @TempDir Path temp;

  @Test
  void aCaptureWithoutTransitionsBeginsAndEndsAtNone() {
    Path capture = temp.resolve("cap");
    new CaptureScript().clock(0, 1_000_000_000_000L, 0, "UTC").write(capture);
    Run run =
        Run.capturing(
            out ->
                Main.run(
                    List.of(new InfoCommand(new Output(out, false))), "info", capture.toString()));
    assertTrue(run.out().contains("\nfrom       none\nto         none\n"), run::out);
  }
}
