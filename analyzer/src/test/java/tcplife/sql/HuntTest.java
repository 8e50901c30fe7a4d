// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.cli.Failure;
import tcplife.fixture.CaptureScript;
import tcplife.session.Moment;
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

  private static final long NOON = 1_780_315_200_000_000_000L;

  @TempDir private Path directory;

  /** Of a capture that lasts from noon to one. */
  private static long wall(Moment moment) {
    return moment.in(NOON, NOON + 3_600_000_000_000L, ZoneOffset.UTC);
  }

  private String run(Map<String, String> given) {
    CaptureSet captures =
        new CaptureSet(
            List.of(Capture.open(new CaptureScript().write(directory.resolve("cap")))), Window.ALL);
    List<String> rows = new ArrayList<>();
    Hunt.Bound bound = HUNT.bind(given, HuntTest::wall);
    try (Database database = new Database(captures, new Limits(1 << 30, 1, null, 1, null));
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
            assertEquals(
                List.of(bound), List.of(hunt.bind(Map.of("who", given), HuntTest::wall).values())));
    Map<String, String> range = Map.of("who", "10.0.0.0/8");
    assertEquals(
        "who=10.0.0.0/8: not an address",
        assertThrows(Failure.class, () -> hunt.bind(range, HuntTest::wall)).getMessage());
  }

  @Test
  void whatDoesNotFitIsSaid() {
    assertSaid("sample needs must=VALUE: has to be given", Map.of());
    assertSaid("least=x: not a bigint", Map.of("least", "x", "must", "x"));
    assertSaid("since=noon: not a timestamp", Map.of("since", "noon", "must", "x"));
    for (String time : List.of("3000-01-01", "3000-01-01 12:00", "1600-01-01")) {
      assertSaid(
          "since: must be from 1677-09-22 to 2262-04-10", Map.of("since", time, "must", "x"));
    }
    assertSaid("other: sample has no such parameter", Map.of("other", "x", "must", "x"));
  }

  @Test
  void aTimeIsAsOfFromOrADay() {
    Hunt hunt = Hunt.of("when", "-- When?\n-- @param at timestamp -: then\nSELECT $at\n");
    Map<String, String> forms =
        Map.of(
            "2026-06-01", "2026-06-01T00:00",
            "2026-06-01 12:30", "2026-06-01T12:30",
            "2026-06-01T12:30:00.5Z", "2026-06-01T12:30:00.500",
            "2026-06-01T12:30+02:00", "2026-06-01T10:30",
            "12:30", "2026-06-01T12:30",
            "+5m", "2026-06-01T12:05",
            "-10s", "2026-06-01T12:59:50");
    forms.forEach(
        (given, time) ->
            assertEquals(
                time, hunt.bind(Map.of("at", given), HuntTest::wall).values()[0].toString()));
  }

  @Test
  void aNumberIsInItsRange() {
    Hunt hunt =
        Hunt.of(
            "ranges",
            "-- How many?\n-- @param share double 0.5 0..1: a\n-- @param least double 3: b\n"
                + "-- @param length double 60 0.001..: c\n-- @param top bigint 20 1..: d\n"
                + "SELECT $share, $least, $length, $top\n");
    Map<String, String> wrong =
        Map.of(
            "share=1.5", "share=1.5: must be 0 to 1",
            "least=-1", "least=-1: must be 0 or more",
            "least=NaN", "least=NaN: must be 0 or more",
            "least=Infinity", "least=Infinity: must be 0 or more",
            "length=0", "length=0: must be 0.001 or more",
            "top=0", "top=0: must be 1 or more",
            "top=-1", "top=-1: must be 1 or more");
    wrong.forEach(
        (given, message) -> {
          String[] parts = given.split("=");
          Map<String, String> values = Map.of(parts[0], parts[1]);
          assertEquals(
              message,
              assertThrows(Failure.class, () -> hunt.bind(values, HuntTest::wall)).getMessage());
        });
    assertEquals(4, hunt.bind(Map.of("share", "1", "top", "1"), HuntTest::wall).values().length);
  }

  private static void assertSaid(String message, Map<String, String> given) {
    assertEquals(
        message, assertThrows(Failure.class, () -> HUNT.bind(given, HuntTest::wall)).getMessage());
  }
}
