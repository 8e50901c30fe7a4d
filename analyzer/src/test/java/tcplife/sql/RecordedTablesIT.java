// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcplife.capture.Capture;
import tcplife.incident.RecordedIncident;
import tcplife.session.Window;

/** Of a recorded incident, SQL, replay and what is exported say the same. */
@Timeout(300)
@ExtendWith(RecordedIncident.Once.class)
@DisplayName("Of a recorded incident")
class RecordedTablesIT {
  private static final int LEAST_SESSIONS = 20_000;

  @TempDir private static Path directory;
  private static RecordedIncident incident;
  private static List<Path> captures;
  private static CaptureSet set;
  private static Path exported;

  /** And of a morning of which much is missing, or there was nothing for one of the hunts. */
  @BeforeAll
  static void export(RecordedIncident recorded) {
    incident = recorded;
    captures = List.of(incident.capture(), incident.lossyCapture());
    set = new CaptureSet(captures.stream().map(Capture::open).toList(), Window.ALL);
    exported = directory.resolve("incident.duckdb");
    assertEquals(3, ExportScene.export(captures, exported).code());
  }

  @Test
  @DisplayName("the sessions are those of replay, row by row and value by value")
  void sessions() {
    List<Path> whole = List.of(incident.capture());
    List<String> count = ExportedRows.ofCaptures(whole, "SELECT count(*) FROM sessions");
    int sessions = Integer.parseInt(count.get(0).replaceAll("[^0-9]", ""));
    assertTrue(sessions >= LEAST_SESSIONS, sessions + " sessions");
    SameRows.assertSame(whole);
    SameRows.assertSame(List.of(incident.lossyCapture()));
  }

  static List<String> hunts() {
    return Hunt.names();
  }

  @ParameterizedTest
  @MethodSource("hunts")
  @DisplayName("the exported file answers as the captures do")
  void huntsOnAnExport(String name) {
    Hunt.Bound bound = Hunt.named(name).bind(incident.parameters(name), set::wall);
    List<String> expected = ExportedRows.ofCaptures(captures, bound.statement(), bound.values());
    assertFalse(expected.isEmpty(), "it finds nothing, which shows nothing");
    assertEquals(
        sorted(expected), sorted(ExportedRows.of(exported, bound.statement(), bound.values())));
  }

  /** What is equal by all that a hunt sorts by may come in any order. */
  private static String sorted(List<String> rows) {
    return String.join("\n", rows.stream().sorted().toList());
  }
}
