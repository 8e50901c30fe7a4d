// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.Seals;
import tcplife.capture.SnapshotMaker;
import tcplife.cli.ExitCode;
import tcplife.cli.Main;
import tcplife.replay.Output;
import tcplife.replay.Run;
import tcplife.sql.SqlRun;

/** What is said of a capture of which a limit dropped cycles before a recording went on. */
class DroppedAtStartTest {
  private static final String IS_NONE = ": 6 is no cycle: its seal tells what was dropped";

  @TempDir Path directory;
  private Path capture;

  @BeforeEach
  void makeCapture() {
    capture = SealedCapture.sealed(directory.resolve("cap"), null);
  }

  private void keepFrom(int oldest) {
    Seals.sealWhatCanBe(capture, null, () -> oldest);
  }

  private static Run verify(Path capture, int code, String what) {
    Run run = SealedCapture.verify(capture);
    assertEquals(code, run.code(), run::out);
    assertTrue(run.out().contains(what), run::out);
    return run;
  }

  /** No command says that anything is damaged or missing. */
  private void assertRead(int cycles) {
    assertEquals(cycles, Capture.open(capture).cycles().size());
    assertEquals(List.of(), Run.of("replay", capture.toString()).messages());
    Run info =
        Run.capturing(
            out ->
                Main.run(
                    List.of(new InfoCommand(new Output(out, false))), "info", capture.toString()));
    assertEquals(ExitCode.OK, info.code(), info::out);
    assertFalse(info.out().contains("lacks"), info::out);
    String asked = "SELECT complete, damage, missing FROM captures";
    Run sql = SqlRun.query(List.of(capture), asked, "--format=csv");
    assertEquals("complete,damage,missing\ntrue,,0\n", sql.out());
  }

  @Test
  void itIsIntactThoughNothingIsRecordedYet() {
    keepFrom(4);
    Run run = verify(capture, ExitCode.OK, IS_NONE);
    String says = "cycles before 4 were dropped by a limit, as the seal of cycle 6 says\n";
    assertTrue(run.out().contains(says), run::out);
    assertRead(3);
  }

  @Test
  void itIsIntactAsTheRecordingGoesOn() {
    keepFrom(4);
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 0);
    verify(capture, ExitCode.OK, IS_NONE);
    assertRead(8);
  }

  @Test
  void itIsIntactWhereALaterSealTellsMore() {
    keepFrom(4);
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 6);
    assertEquals(6, Capture.open(capture).cycles().get(0));
    verify(capture, ExitCode.OK, IS_NONE);
    assertRead(6);
  }

  /** The number that was the next cycle's is not its. */
  @Test
  void aCycleThatWasDeletedBeforeIsMissedStill() throws IOException {
    Files.delete(SealedCapture.file(capture, 5));
    keepFrom(3);
    String missing = "cycles after 4 are missing: removed, ";
    verify(capture, ExitCode.INCOMPLETE, missing);
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 0);
    verify(capture, ExitCode.INCOMPLETE, missing);
  }

  @Test
  void aSnapshotEndsWithACycle() {
    keepFrom(4);
    Path place = directory.resolve("snapshot");
    SnapshotMaker maker =
        new SnapshotMaker(capture, Capture.open(capture)::manifest, null, Assertions::fail);
    assertEquals(2, maker.make(List.of(4, 5, 6), place).cycles());
    verify(place, ExitCode.OK, ", of cycles 4 to 5 of a recording; so says the last one's seal\n");
  }
}
