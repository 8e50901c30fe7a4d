// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import tcplife.capture.Capture;
import tcplife.capture.Manifest;
import tcplife.capture.Manifest.Recording;
import tcplife.event.RecordHeader;
import tcplife.session.CaptureFindings;
import tcplife.session.RecordScan;
import tcplife.session.Window;

/** The captures themselves. To know what is missing, all of each is read. */
final class CapturesTable implements CaptureTable<CapturesTable.Row> {
  /**
   * A capture, and what reading it showed.
   *
   * @param window of the query
   * @param begin wall time of its earliest record, ns since 1970-01-01T00:00Z
   * @param end likewise, of its latest
   * @param hasWallTime whether the capture tells wall times at all
   * @param events transitions
   */
  record Row(
      Capture capture,
      Window window,
      long begin,
      long end,
      boolean hasWallTime,
      long records,
      long events,
      long missing,
      long skipped,
      List<String> findings) {
    private Recording last() {
      List<Recording> recordings = capture.manifest().recordings();
      return recordings.isEmpty() ? Recording.UNKNOWN : recordings.get(recordings.size() - 1);
    }

    private Manifest manifest() {
      return capture.manifest();
    }
  }

  private static final List<TableColumn<Row>> COLUMNS =
      List.of(
          text("capture", "its directory", row -> row.capture().directory().toString()),
          text("id", "a number that no other capture has", row -> row.manifest().id()),
          text("host", "name of the recording host", row -> row.manifest().host()),
          text("kernel", "of the last recording in it", row -> row.last().kernel()),
          text("boot_id", "of the last recording in it", row -> row.last().bootId()),
          text("time_zone", "of the last recording in it", row -> row.last().timeZone()),
          number(
              "recordings", "", "runs of the recorder", row -> row.manifest().recordings().size()),
          time("started_ns", "its earliest record", Row::begin),
          time("ended_ns", "its latest record", Row::end),
          time(
              "queried_from_ns",
              "its earliest record, or --from if that is later",
              row -> Math.max(row.begin(), row.window().from())),
          time(
              "queried_to_ns",
              "its latest record, or --to if that is earlier",
              row -> Math.min(row.end(), row.window().to())),
          number("records", "", "records of all kinds", Row::records),
          number("events", "", "transitions", Row::events),
          number("missing", "events", "made and not there", Row::missing),
          number("skipped", "events", "never shown to the recorder", Row::skipped),
          TableColumn.flag(
              "complete",
              "nothing is damaged or missing",
              (row, to) -> to.flag(row.findings().isEmpty())),
          text("damage", "what is damaged or missing", row -> String.join("; ", row.findings())));

  private static TableColumn<Row> text(String name, String meaning, Function<Row, String> value) {
    return TableColumn.text(name, meaning, (row, to) -> RecordRow.text(value.apply(row), to));
  }

  private static TableColumn<Row> number(
      String name, String unit, String meaning, ToLongFunction<Row> value) {
    return TableColumn.number(name, unit, meaning, (row, to) -> to.number(value.applyAsLong(row)));
  }

  private static TableColumn<Row> time(String name, String meaning, ToLongFunction<Row> value) {
    return TableColumn.time(
        name,
        meaning,
        (row, to) -> {
          if (row.hasWallTime()) {
            to.number(value.applyAsLong(row));
          } else {
            to.none();
          }
        });
  }

  @Override
  public String name() {
    return "captures";
  }

  @Override
  public String meaning() {
    return "a row for each capture that is queried";
  }

  @Override
  public List<TableColumn<Row>> columns() {
    return COLUMNS;
  }

  @Override
  public Rows<Row> read(Capture capture, Window window, CaptureFindings findings) {
    RecordScan scan = new RecordScan(capture, findings);
    return new Rows<>() {
      private boolean given;

      @Override
      public Row next() {
        if (given) {
          return null;
        }
        given = true;
        return row(capture, window, scan, findings);
      }

      @Override
      public void close() {
        scan.close();
      }
    };
  }

  private static Row row(
      Capture capture, Window window, RecordScan scan, CaptureFindings findings) {
    long begin = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    long records = 0;
    long events = 0;
    while (scan.next()) {
      records++;
      events += scan.kind() == RecordHeader.STATE_KIND ? 1 : 0;
      if (scan.clock().isSet() && RecordHeader.hasTime(scan.record(), 0)) {
        long wall = scan.clock().wall(RecordHeader.time(scan.record(), 0));
        begin = Math.min(begin, wall);
        end = Math.max(end, wall);
      }
    }
    return new Row(
        capture,
        window,
        begin,
        end,
        begin <= end,
        records,
        events,
        scan.sequences().missing(),
        scan.sequences().skipped(),
        findings.lines());
  }
}
