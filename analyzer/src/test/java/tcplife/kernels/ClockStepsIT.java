// SPDX-License-Identifier: Apache-2.0
package tcplife.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.live.Guest;
import tcplife.live.Host;
import tcplife.live.Program;

/**
 * A machine whose clock is set an hour forward, then two back, with another time zone, while it
 * records: in QEMU, since this machine's clock is others' too.
 */
@Tag("kernels")
class ClockStepsIT {
  private static final int STAGES = 3;

  /** Both ends of ten sessions. */
  private static final int ROWS = 20;

  private static final int HELD = 10;
  private static final long HALF_AN_HOUR = 1_800_000_000_000L;

  /** What the sessions that are held are open at least, ns: as the guest sleeps. */
  private static final long ALL_STAGES = 15_000_000_000L;

  private static final ZoneOffset KOLKATA = ZoneOffset.ofHoursMinutes(5, 30);

  /**
   * A row of the replay.
   *
   * @param ports lower one first: the same of both ends
   * @param opened null, and with it the first state's time, where this kernel does not show it
   * @param states ns in each state
   */
  private record Row(
      List<Integer> ports, OffsetDateTime opened, OffsetDateTime closed, List<Long> states) {
    static Row of(String json) {
      String opened = text(json, "opened");
      return new Row(
          ports(number(json, "local_port"), number(json, "remote_port")),
          opened.equals("null") ? null : OffsetDateTime.parse(opened),
          OffsetDateTime.parse(text(json, "closed")),
          Arrays.stream(text(json, "path_ns").split(" "))
              .map(state -> state.equals("-") ? 0 : Long.parseLong(state))
              .toList());
    }

    long duration() {
      return states.stream().mapToLong(Long::longValue).sum();
    }

    static List<Integer> ports(long one, long other) {
      return List.of((int) Math.min(one, other), (int) Math.max(one, other));
    }
  }

  private static String text(String json, String field) {
    Matcher matcher = Pattern.compile("\"" + field + "\":\"?([^\",]*)").matcher(json);
    assertTrue(matcher.find(), json);
    return matcher.group(1);
  }

  private static long number(String json, String field) {
    return Long.parseLong(text(json, field));
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void durationsAndOrderStayAndTimesAreThoseOfTheClockAsItWas() throws Exception {
    Path out = Guest.run("clocks", Map.of(), "traffic");
    String printed = Program.run(Host.TCPLIFE, "replay", "--json", out.resolve("cap").toString());
    List<Row> rows = printed.lines().map(Row::of).toList();
    assertEquals(STAGES * ROWS + HELD, rows.size(), printed);
    for (Row row : rows) {
      assertTrue(row.states().stream().allMatch(state -> state >= 0), row::toString);
      assertTrue(row.duration() < HALF_AN_HOUR, row::toString);
    }
    List<Row> inOrder = new ArrayList<>();
    for (int stage = 1; stage <= STAGES; stage++) {
      inOrder.addAll(stage(out.resolve("stage-" + stage), rows, stage == STAGES));
    }
    assertEquals(inOrder, rows.subList(0, STAGES * ROWS));
    for (Row held : rows.subList(STAGES * ROWS, rows.size())) {
      assertTrue(held.duration() > ALL_STAGES, held::toString);
    }
  }

  /** The rows of a stage, which must lie within its times. */
  private static List<Row> stage(Path told, List<Row> rows, boolean inKolkata) throws IOException {
    List<String> lines = Files.readAllLines(told);
    String[] times = lines.get(0).split(" ");
    List<List<Integer>> ports =
        lines.stream()
            .skip(1)
            .map(line -> line.split(","))
            .map(field -> Row.ports(Long.parseLong(field[4]), Long.parseLong(field[6])))
            .toList();
    List<Row> ofStage = rows.stream().filter(row -> ports.contains(row.ports())).toList();
    assertEquals(ROWS, ofStage.size());
    for (Row row : ofStage) {
      OffsetDateTime opened = row.opened() == null ? row.closed() : row.opened();
      for (OffsetDateTime time : List.of(opened, row.closed())) {
        long second = time.toEpochSecond();
        assertTrue(Long.parseLong(times[0]) <= second, row + " in " + lines.get(0));
        assertTrue(second <= Long.parseLong(times[1]), row + " in " + lines.get(0));
        assertEquals(inKolkata ? KOLKATA : ZoneOffset.UTC, time.getOffset(), row::toString);
      }
    }
    return ofStage;
  }
}
