// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.event.NameRecord;
import tcplife.event.TcpState;
import tcplife.field.Field;
import tcplife.field.Fields;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;

/** The table sessions has the rows of {@code replay --json --open}, value by value. */
@Timeout(120)
class SessionsTableTest {
  private static final Path SAMPLE = Path.of(System.getProperty("tcplife.root"), "samples/web");
  private static final String HOSTILE = "\u001b[2J\r\n\t\u007f\u009b\u202e\u2028\ue000\"\\';--";

  @TempDir private Path directory;

  @Test
  void ofTheSample() {
    SameRows.assertSame(List.of(SAMPLE));
  }

  @Test
  void ofHostileNamesAndWhatIsNotKnown() {
    CaptureScript script =
        new CaptureScript().clock(0, 1_780_315_200_000_000_001L, 7200, "Europe/Paris");
    CurrentTask task = new CurrentTask(7, "\u001b\n\u009b\",a");
    script
        .name(NameRecord.CGROUP, 5, "/a" + HOSTILE)
        .name(NameRecord.USER, 33, "b" + HOSTILE)
        .exec(task, 1, 33, 5, "/d" + HOSTILE, "e" + HOSTILE + " \"f,g\"");
    Lifecycle.client(
        script.socket("10.0.0.1", 1, "10.0.0.2", 2).owner(33, 5).bytes(7, 9),
        1_000_000,
        2_000_003,
        task);
    Lifecycle.server(
        script.socket("::ffff:10.0.0.1", 80, "::ffff:10.0.0.2", 65535), 1_000_000, 2_000_000, task);
    Lifecycle.server(script.socket("fe80::1", 80, "2001:db8::", 3), 1_000_000, 2_000_000, task);
    script.socket("10.0.0.3", 3, "10.0.0.4", 4).cookie(-2).in(4).to(TcpState.CLOSE, 5, task);
    script
        .socket("10.0.0.3", 5, "10.0.0.4", 6)
        .owner(-1, -1)
        .netns(-1)
        .to(TcpState.SYN_SENT, 9, task);
    SameRows.assertSame(List.of(script.write(directory.resolve("cap"))));
  }

  @Test
  void ofStatesThatAreNone() {
    CaptureScript script = new CaptureScript();
    script.socket("10.0.0.1", 1, "10.0.0.2", 2).to(14, 1_000, CurrentTask.BYSTANDER);
    Path capture = script.write(directory.resolve("cap"));
    assertEquals(
        "state,path\n,14\n",
        SqlRun.query(List.of(capture), "SELECT state, path FROM sessions", "--format=csv").out());
  }

  @Test
  void ofManyCycles() {
    long hour = 3_600_000_000_000L;
    Path path = directory.resolve("cycles");
    SyntheticCapture capture = SyntheticCapture.in(path);
    for (int cycle = 0; cycle < 3; cycle++) {
      StateFields socket = StateFields.ofSocket(cycle).ipv4("10.0.0.1", cycle, "10.0.0.2", 80);
      capture
          .clock(cycle * hour, 1_780_315_200_000_000_000L + cycle * hour, "UTC")
          .state(socket.at(cycle * hour + 1, TcpState.CLOSE, TcpState.SYN_SENT))
          .state(socket.at(cycle * hour + 2, TcpState.SYN_SENT, TcpState.CLOSE));
      if (cycle < 2) {
        capture.nextCycle();
      }
    }
    capture.end();
    SameRows.assertSame(List.of(path));
    assertEquals(
        "count_star()\n6\n",
        SqlRun.query(List.of(path), "SELECT count(*) FROM transitions", "--format=csv").out());
  }

  @Test
  void ofManyChunksAndManyCaptures() {
    List<Path> captures = List.of(many("a", 5_000), many("b", 100), many("c", 2_048));
    SameRows.assertSame(captures);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x55})
  void ofADamagedCapture(int filler) throws IOException {
    Path capture = many("damaged", 5_000);
    Path file;
    try (Stream<Path> files = Files.list(capture.resolve("000001"))) {
      file = files.filter(each -> each.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
    byte[] bytes = new byte[3_000];
    Arrays.fill(bytes, (byte) filler);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), 500_000);
    }
    SameRows.assertSame(List.of(capture));
  }

  private Path many(String name, int sessions) {
    CaptureScript script = new CaptureScript("boot-" + name);
    for (int i = 1; i <= sessions; i++) {
      SocketScript socket = script.socket("10.0.0.1", i, "10.0." + i / 250 + "." + i % 250, 80);
      socket.to(TcpState.SYN_SENT, i * 1_000L, new CurrentTask(i, "task" + i));
      if (i % 3 > 0) {
        socket.to(TcpState.CLOSE, i * 1_000L + 500, CurrentTask.BYSTANDER);
      }
    }
    return script.write(directory.resolve(name));
  }

  @Test
  void everyTimeIsATimestampAndEveryFieldHasItsMeaningInTheCatalog() {
    String columns =
        "SELECT column_name, data_type, comment FROM duckdb_columns() "
            + "WHERE table_name = 'sessions' ORDER BY column_index";
    List<String> rows =
        SqlRun.query(List.of(SAMPLE), columns, "--format=jsonl").out().lines().toList();
    assertEquals(Fields.ALL.size() + 5, rows.size());
    for (int i = 0; i < Fields.ALL.size(); i++) {
      Field field = Fields.ALL.get(i);
      assertTrue(rows.get(i).contains("\"" + field.name() + "\""), rows.get(i));
      assertEquals(
          field.type() == Field.Type.TIME, rows.get(i).contains("TIMESTAMP_NS"), rows.get(i));
      assertTrue(rows.get(i).contains(field.unit().replace("µ", "\\u00b5")), rows.get(i));
    }
    assertTrue(rows.stream().noneMatch(row -> row.contains("\"comment\":null")), rows.toString());
  }
}
