// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.cli.Failure;
import tcplife.fixture.CaptureScript;
import tcplife.session.Window;

/** Hunts are queries whose parameters are bound, never put into their text. */
@Timeout(60)
class HuntTest {
  private static final Hunt HUNT =
      Hunt.of(
          "sample",
          "-- What is this?\n"
              + "-- @param who text nobody: a name\n"
              + "-- @param least bigint 3: a number, with ' in it\n"
              + "-- @param since timestamp 2026-06-01: a time\n"
              + "-- @param must text -: has to be given\n"
              + "SELECT $who || ',' || ($least + $least) || ',' || epoch_ns($since::TIMESTAMP_NS)\n"
              + "  || ',' || $must || '$who' -- $nothing\n;\n");

  @TempDir private Path directory;

  private String run(Map<String, String> given) {
    CaptureSet captures =
        new CaptureSet(
            List.of(Capture.open(new CaptureScript().write(directory.resolve("cap")))), Window.ALL);
    List<String> rows = new ArrayList<>();
    Hunt.Bound bound = HUNT.bind(given);
    try (Database database =
            new Database(captures, new Database.Limits(1 << 30, 1, null, 1, null));
        Query query = database.query(bound.statement(), bound.values())) {
      query.writeTo(new NameList(rows));
    }
    return rows.get(0);
  }

  @Test
  void parametersHaveTheirStandardValues() {
    assertEquals("nobody,6,1780272000000000000,x$who", run(Map.of("must", "x")));
  }

  @Test
  void whatIsGivenIsAValueWhateverItLooksLike() {
    assertEquals(
        "'; DROP VIEW sessions; --,10,1780315200500000000,$least$who",
        run(
            Map.of(
                "who",
                "'; DROP VIEW sessions; --",
                "least",
                "5",
                "since",
                "2026-06-01 12:00:00.5",
                "must",
                "$least")));
  }

  @Test
  void anAddressIsBoundInTheFormThatSessionsHave() {
    Map<String, String> forms =
        Map.of(
            "2001:0DB8:0::7", "2001:db8::7", "::ffff:10.0.0.7", "10.0.0.7", "10.0.0.7", "10.0.0.7");
    Hunt hunt = Hunt.of("talk", "-- Who?\n-- @param who address -: one\nSELECT $who\n");
    forms.forEach(
        (given, bound) ->
            assertEquals(List.of(bound), List.of(hunt.bind(Map.of("who", given)).values())));
    Map<String, String> range = Map.of("who", "10.0.0.0/8");
    assertEquals(
        "who=10.0.0.0/8: not an address",
        assertThrows(Failure.class, () -> hunt.bind(range)).getMessage());
  }

  @Test
  void whatDoesNotFitIsSaid() {
    assertSaid("sample needs must=VALUE: has to be given", Map.of());
    assertSaid("least=x: not a bigint", Map.of("least", "x", "must", "x"));
    assertSaid("since=noon: not a timestamp", Map.of("since", "noon", "must", "x"));
    assertSaid("other: sample has no such parameter", Map.of("other", "x", "must", "x"));
  }

  private static void assertSaid(String message, Map<String, String> given) {
    assertEquals(message, assertThrows(Failure.class, () -> HUNT.bind(given)).getMessage());
  }
}
