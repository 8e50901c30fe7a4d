// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.event.TcpState;
import tcplife.session.Window;

/** A capture that is being recorded while it is queried. */
@Timeout(60)
class LiveCaptureTest {
  @TempDir private Path directory;
  private long cookie;

  @Test
  void aStatementSeesOneEndInAllItsScansUntilItIsMoved() {
    Path path = directory.resolve("cap");
    SyntheticCapture recorder = SyntheticCapture.in(path).clock(0, 1_000_000, "UTC");
    add(recorder, 3);
    Limits limits = new Limits(1 << 30, 1, null, 1, null);
    try (Database database = new Database(now(path), limits)) {
      assertEquals("3 3 3", counts(database));
      add(recorder, 2);
      recorder.nextCycle();
      add(recorder, 5);
      assertEquals("3 3 3", counts(database));
      database.read(now(path));
      add(recorder, 4);
      assertEquals("10 10 10", counts(database));
      recorder.end();
      database.read(now(path));
      assertEquals("14 14 14", counts(database));
      assertEquals(List.of(), database.captures().findings());
    }
  }

  @Test
  void progressTellsHowMuchWasRead() {
    Path path = directory.resolve("cap");
    SyntheticCapture recorder = SyntheticCapture.in(path).clock(0, 1_000_000, "UTC");
    add(recorder, 5_000);
    recorder.end();
    CaptureSet captures = now(path);
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (Database database = new Database(captures, new Limits(1 << 30, 1, null, 1, null));
        ProgressBar bar = new ProgressBar(captures, new PrintStream(shown))) {
      bar.show();
      counts(database);
      assertTrue(captures.progress() > 0.9 && captures.progress() <= 1, "" + captures.progress());
      bar.show();
      database.query("SELECT 1").close();
      assertEquals(0, captures.progress(), "of the next statement");
    }
    String bars = shown.toString(StandardCharsets.UTF_8);
    // Between the two its timer may show more.
    assertTrue(bars.startsWith("\r[" + " ".repeat(40) + "] 0 %"), bars);
    assertTrue(bars.contains("\r[" + "#".repeat(37)), bars);
    assertTrue(bars.endsWith("\r"), bars);
  }

  private static CaptureSet now(Path path) {
    return new CaptureSet(List.of(Capture.open(path).asOfNow()), Window.ALL);
  }

  private void add(SyntheticCapture recorder, int sessions) {
    for (int i = 0; i < sessions; i++) {
      cookie++;
      recorder.state(StateFields.ofSocket(cookie).at(cookie, TcpState.CLOSE, TcpState.SYN_SENT));
    }
    recorder.batch();
  }

  private static String counts(Database database) {
    List<String> counts = new ArrayList<>();
    try (Query query =
        database.query(
            "SELECT (SELECT count(*) FROM sessions) || ' ' || (SELECT count(*) FROM transitions)"
                + " || ' ' || (SELECT events FROM captures)")) {
      query.writeTo(new NameList(counts));
    }
    return counts.get(0);
  }
}
