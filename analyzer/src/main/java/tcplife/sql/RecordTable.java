// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import java.util.stream.Stream;
import tcplife.capture.Capture;
import tcplife.session.CaptureFindings;
import tcplife.session.CycleIndex;
import tcplife.session.RecordScan;
import tcplife.session.Window;

/** A table with a row for each record of a kind, in the order in which the kernel gave them. */
final class RecordTable implements CaptureTable<RecordRow> {
  /** Whether a record is to be shown. */
  @FunctionalInterface
  interface InWindow {
    boolean test(RecordRow row, Window window);
  }

  private static final List<TableColumn<RecordRow>> PLACE =
      List.of(
          TableColumn.text(
              "host", "name of the recording host", (row, to) -> RecordRow.text(row.host(), to)),
          TableColumn.text(
              "boot_id",
              "the host's boot: with it, a cookie names a socket",
              (row, to) -> RecordRow.text(row.bootId(), to)));

  private final String name;
  private final String meaning;
  private final int kind;
  private final InWindow inWindow;
  private final List<TableColumn<RecordRow>> columns;

  /**
   * @param kind of {@link tcplife.event.RecordHeader}
   * @param inWindow which records a time takes in
   * @param columns behind host and boot
   */
  RecordTable(
      String name,
      String meaning,
      int kind,
      InWindow inWindow,
      List<TableColumn<RecordRow>> columns) {
    this.name = name;
    this.meaning = meaning;
    this.kind = kind;
    this.inWindow = inWindow;
    this.columns = Stream.concat(PLACE.stream(), columns.stream()).toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  @Override
  public List<TableColumn<RecordRow>> columns() {
    return columns;
  }

  @Override
  public Rows<RecordRow> read(Capture capture, Window window, CaptureFindings findings) {
    RecordScan scan =
        new RecordScan(CycleIndex.since(capture, window.from()), findings)
            .until(window.to(), () -> true);
    RecordRow row = new RecordRow(capture.manifest().host(), scan);
    return new Rows<>() {
      @Override
      public RecordRow next() {
        while (scan.next()) {
          if (scan.kind() == kind) {
            row.take();
            if (window == Window.ALL || inWindow.test(row, window)) {
              return row;
            }
          }
        }
        return null;
      }

      @Override
      public void close() {
        scan.close();
      }
    };
  }
}
