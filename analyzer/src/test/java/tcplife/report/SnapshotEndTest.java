// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.SnapshotMaker;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;

/** What those who read a snapshot say of its end. */
class SnapshotEndTest {
  @TempDir private Path directory;

  /** It is cut off on purpose; but what it says that it has must be there. */
  @Test
  void aSnapshotLacksNoEnd() throws IOException {
    Path place = directory.resolve("snapshot");
    Path capture = SealedCapture.sealed(directory.resolve("cap"), null);
    new SnapshotMaker(capture, Capture.open(capture)::manifest, null, Assertions::fail)
        .make(List.of(2, 3, 4), place);
    Run run = Run.of("replay", place.toString());
    assertEquals(List.of(), run.messages());
    assertEquals(ExitCode.OK, run.code());
    CaptureInfo info = new CaptureInfo(Capture.open(place));
    assertEquals(List.of(), info.findings());

    Files.delete(SealedCapture.file(place, 4));
    String lacks = place + ": has no end: it is being recorded, or its recorder was killed";
    String missing = place + ": 20 events are missing; sessions may be too";
    assertEquals(List.of(missing, lacks), new CaptureInfo(Capture.open(place)).findings());
    run = Run.of("replay", place.toString());
    assertEquals(List.of("tcplife replay: " + missing, "tcplife replay: " + lacks), run.messages());
    assertEquals(ExitCode.INCOMPLETE, run.code());
  }
}
