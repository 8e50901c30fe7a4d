// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.event.LossRecord;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.TcpState;
import tcplife.replay.Run;

/** A query of a time does not read what was recorded long before or after. */
@Timeout(60)
class PrunedReadingTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long NOON = 1_780_315_200 * SECOND;

  /** s from the beginning of a cycle to that of the next. */
  private static final int CYCLE = 100;

  private static final byte[] TEXT = {'x'};

  private static final StateFields LASTING = StateFields.ofSocket(2);

  @TempDir private Path directory;

  /** Four cycles with some of each kind of record, of which the third cannot be read. */
  private Path capture(boolean lasting) throws IOException {
    Path path = directory.resolve("cap");
    SyntheticCapture capture = SyntheticCapture.in(path);
    for (int cycle = 0; cycle < 4; cycle++) {
      if (cycle > 0) {
        capture.nextCycle();
      }
      fill(capture, cycle * CYCLE * SECOND + 1);
      if (lasting && cycle == 0) {
        capture.state(LASTING.at(3 * SECOND, TcpState.CLOSE, TcpState.LISTEN));
      }
    }
    if (lasting) {
      capture.state(LASTING.at(400 * SECOND, TcpState.LISTEN, TcpState.CLOSE));
    }
    capture.end();
    try (var files = Files.list(path.resolve("000003"))) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    return path;
  }

  private static void fill(SyntheticCapture capture, long time) {
    capture.clock(time, NOON + time, "UTC");
    NameRecord name = new NameRecord(time, 7, NameRecord.USER, TEXT, false);
    capture.raw(bytes(name.size(), name::write));
    ProcessRecord process =
        new ProcessRecord(time, time, 0, 7, 1, 0, 0, ProcessRecord.EXEC, TEXT, TEXT, TEXT, false);
    capture.raw(bytes(process.size(), process::write)).batch();
    StateFields listener = StateFields.ofSocket(time);
    capture.state(listener.at(time + SECOND, TcpState.CLOSE, TcpState.LISTEN)).batch();
    // What was lost before is told just behind the batch.
    capture.loss(
        new LossRecord(time - 80 * SECOND, time, 1, LossRecord.RING_FULL, RecordHeader.NO_CPU));
    capture.batch().state(listener.at(time + 2 * SECOND, TcpState.LISTEN, TcpState.CLOSE)).batch();
  }

  private static byte[] bytes(int size, ObjLongConsumer<ByteBuffer> writer) {
    ByteBuffer record = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    writer.accept(record, 0);
    return record.array();
  }

  @ParameterizedTest
  @CsvSource({"transitions, 2", "processes, 1", "listeners, 1", "losses, 2", "names, 2"})
  void whatComesLongAfterIsNotRead(String table, int rows) throws IOException {
    List<Path> path = List.of(capture(false));
    String query = "SELECT count(*) AS n FROM " + table;
    Run all = SqlRun.query(path, query);
    assertTrue(all.err().contains("000003: at byte 0: no queue file"), all.err());
    Run early = SqlRun.query(path, query, "--format=csv", "--to=+50s");
    assertEquals("n\n" + rows + "\n", early.out());
    assertEquals(1, early.messages().size(), early.err());
    assertTrue(early.err().contains(": 2 events were lost between "), early.err());
  }

  @ParameterizedTest
  @CsvSource({"transitions, 1", "processes, 1", "losses, 0", "names, 1", "sessions, 0"})
  void whatCameLongBeforeIsNotRead(String table, int rows) throws IOException {
    List<Path> path = List.of(capture(false));
    String query = "SELECT count(*) AS n FROM " + table;
    Run earlier = SqlRun.query(path, query, "--from=+250s");
    assertTrue(earlier.err().contains("000003: at byte 0: no queue file"), earlier.err());
    Run late = SqlRun.query(path, query, "--format=csv", "--from=2026-06-01T12:05:01.5Z");
    assertEquals("n\n" + rows + "\n", late.out());
    assertTrue(!late.err().contains("000003"), late.err());
  }

  @Test
  void whatListenedThenIsReadToItsEnd() throws IOException {
    String query =
        "SELECT (closed_ns - opened_ns) / 1000000000 AS s FROM listeners WHERE cookie = 2";
    Run run = SqlRun.query(List.of(capture(true)), query, "--format=csv", "--to=+50s");
    assertEquals("s\n397.0\n", run.out());
    assertTrue(run.err().contains("000003: at byte 0: no queue file"), run.err());
  }
}
