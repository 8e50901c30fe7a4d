// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;

/**
 * Events from which a row of tcplife must come out: each value follows from times, counters and
 * tasks that are less round than what is printed.
 */
final class ReferenceCapture {
  /** Where and when the examples were made up to be recorded; in summer, 9 h west of UTC. */
  private static final ZoneId ZONE = ZoneId.of("America/Adak");

  private static final LocalDate DAY = LocalDate.of(2026, 7, 1);

  /** Boot time at the first row's close, ns. */
  private static final long START = 5_000_000_000_789L;

  /** Between rows that do not say when they were printed, µs. */
  private static final long SPACING = 50_000;

  private ReferenceCapture() {}

  static CaptureScript of(List<Map<String, String>> rows) {
    CaptureScript script = new CaptureScript();
    long wall = DAY.atStartOfDay(ZONE).toEpochSecond() * 1_000_000 + firstTimeOfDay(rows);
    script.clock(0, wall * 1000 - START, -9 * 3600, ZONE.getId());
    for (int i = 0; i < rows.size(); i++) {
      add(script, rows.get(i), START + 1000 * sinceFirst(rows.get(i), i));
    }
    return script.sort();
  }

  /**
   * When the first row was printed, µs since midnight: TIME has whole seconds, and all the rows
   * together leave less than one second to choose from.
   */
  private static long firstTimeOfDay(List<Map<String, String>> rows) {
    return rows.stream()
        .filter(row -> row.containsKey("TIME") && row.containsKey("TIME(s)"))
        .map(row -> LocalTime.parse(row.get("TIME")).toNanoOfDay() / 1000 - sinceFirst(row, 0))
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  private static long sinceFirst(Map<String, String> row, int index) {
    String seconds = row.get("TIME(s)");
    return seconds == null
        ? index * SPACING
        : new BigDecimal(seconds).movePointRight(6).longValueExact();
  }

  private static void add(CaptureScript script, Map<String, String> row, long close) {
    int localPort = Integer.parseInt(row.get("LPORT"));
    int remotePort = Integer.parseInt(row.get("RPORT"));
    CurrentTask task = new CurrentTask(Integer.parseInt(row.get("PID")), whole(row.get("COMM")));
    SocketScript socket =
        script
            .socket(row.get("LADDR"), localPort, row.get("RADDR"), remotePort)
            .bytes(bytes(row.get("TX_KB")), bytes(row.get("RX_KB")));
    // MS counts whole µs, and is rounded to 10 of them.
    long birth = close - new BigDecimal(row.get("MS")).movePointRight(6).longValueExact() - 999;
    if (localPort < remotePort) {
      Lifecycle.server(socket, birth, close, task);
    } else {
      Lifecycle.client(socket, birth, close, task);
    }
  }

  private static long bytes(String kilobytes) {
    return Long.parseLong(kilobytes) * 1024 + 1023;
  }

  /**
   * Narrow tables cut a COMM off at 10 characters: what it was before, where another table says.
   */
  private static String whole(String comm) {
    return comm.length() < 10
        ? comm
        : ReferenceTable.comms().stream()
            .filter(other -> other.startsWith(comm))
            .max(Comparator.comparingInt(String::length))
            .orElseThrow();
  }
}
