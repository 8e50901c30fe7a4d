// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.NewCapture;
import tcplife.event.AcceptRecord;
import tcplife.event.ClockRecord;
import tcplife.event.EndRecord;
import tcplife.event.InventoryRecord;
import tcplife.event.LossRecord;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.SegmentRecord;
import tcplife.replay.Run;

/** Each kind of record, as its Java view writes it, is shown with what was written. */
@Timeout(60)
class RecordKindsTest {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));
  private static final String WALL = "\"wall\":\"2026-11-24T04:12:05.000000%03d+01:00\",";
  private static final String HEAD = "\"cpu\":null,\"sequence\":9,\"flags\":0,";

  @TempDir private Path directory;
  private Path path;
  private NewCapture capture;
  private final ByteBuffer record = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  @BeforeEach
  void begin() {
    path = directory.resolve("cap");
    capture = NewCapture.at(path);
    capture.startRecording(Recording.UNKNOWN);
    long realtime = 1_795_489_925_000_000_000L;
    put(to -> new ClockRecord(0, realtime, 50, 3600, "Europe/Berlin").write(to, 9));
  }

  @Test
  void aClock() {
    assertShown(
        "{\"kind\":\"CLOCK\","
            + WALL.formatted(0)
            + HEAD
            + "\"time\":0,\"realtime\":1795489925000000000,\"uncertainty\":50,"
            + "\"utc_offset\":3600,\"zone\":\"Europe/Berlin\"}");
  }

  @Test
  void anAccept() {
    put(to -> new AcceptRecord(7, -1, 2, 3, -1, AcceptRecord.SYSCALL, bytes("n")).write(to, 9));
    assertShown(
        "{\"kind\":\"ACCEPT\","
            + WALL.formatted(7)
            + HEAD
            + "\"time\":7,\"cookie\":18446744073709551615,\"pid\":2,\"tid\":3,\"uid\":null,"
            + "\"how\":\"SYSCALL\",\"comm\":\"n\"}");
  }

  @Test
  void aProcess() {
    put(to -> process(12, 3, ProcessRecord.EXEC, "/bin/x", "x\0-a b\0\0").write(to, 9));
    assertShown(
        "{\"kind\":\"PROCESS\","
            + WALL.formatted(7)
            + HEAD
            + "\"time\":7,\"start\":5,\"cgroup\":4,\"pid\":12,\"parent\":3,\"uid\":0,\"netns\":6,"
            + "\"why\":\"EXEC\",\"comm\":\"c\\\\x1b\",\"executable\":\"/bin/x\","
            + "\"arguments\":[\"x\",\"-a b\",\"\"]}");
  }

  @Test
  void argumentsThatWereCut() {
    put(to -> process(12, 3, ProcessRecord.FOUND, "", "x\0-a").write(to, 9));
    assertTrue(
        lastLine().endsWith("\"arguments\":[\"x\",\"-a\"],\"last_argument\":\"CUT\"}"), lastLine());
  }

  @Test
  void aName() {
    put(to -> new NameRecord(7, 5, NameRecord.CGROUP, bytes("/a\u00e9"), true).write(to, 9));
    assertShown(
        "{\"kind\":\"NAME\","
            + WALL.formatted(7)
            + HEAD.replace("flags\":0", "flags\":4")
            + "\"time\":7,\"id\":5,\"what\":\"CGROUP\",\"text\":\"/a\u00e9\"}");
  }

  @Test
  void aHiddenProcess() {
    put(to -> new NameRecord(7, 1, NameRecord.HIDDEN, bytes("init"), false).write(to, 9));
    assertShown(
        "{\"kind\":\"NAME\","
            + WALL.formatted(7)
            + HEAD
            + "\"time\":7,\"id\":1,\"what\":\"HIDDEN\",\"text\":\"init\"}");
  }

  @Test
  void aReset() {
    int kind = RecordHeader.RESET_KIND;
    put(to -> new SegmentRecord(kind, 7, 5, 1, SegmentRecord.SENT, 3).write(to, 9));
    assertShown(
        "{\"kind\":\"RESET\","
            + WALL.formatted(7)
            + HEAD
            + "\"time\":7,\"cookie\":5,\"state\":\"ESTABLISHED\",\"direction\":\"SENT\","
            + "\"reason\":3}");
  }

  @Test
  void anInventory() {
    put(to -> new InventoryRecord(7, InventoryRecord.END, 8, false).write(to, 9));
    assertShown(
        "{\"kind\":\"INVENTORY\","
            + WALL.formatted(7)
            + HEAD
            + "\"time\":7,\"phase\":\"END\",\"found\":8}");
  }

  @Test
  void aLoss() {
    put(to -> new LossRecord(5, 7, 8, LossRecord.SKIPPED, 1).write(to, 9));
    assertShown(
        "{\"kind\":\"LOSS\","
            + WALL.formatted(7)
            + HEAD
            + "\"since\":5,\"until\":7,\"count\":8,\"cause\":\"SKIPPED\",\"lost_on\":1}");
  }

  @Test
  void anEnd() {
    List<EndRecord.Cpu> cpus = List.of(new EndRecord.Cpu(4, 1), new EndRecord.Cpu(0, 0));
    put(to -> new EndRecord(7, 2, EndRecord.STOPPED, cpus).write(to, 9));
    assertShown(
        "{\"kind\":\"END\","
            + WALL.formatted(7)
            + HEAD
            + "\"time\":7,\"skipped\":2,\"reason\":\"STOPPED\",\"made\":[4,0],\"lost\":[1,0]}");
  }

  @Test
  void oneYetUnknownIsHexadecimal() {
    put(
        to ->
            to.putShort((short) 24)
                .put((byte) 99)
                .put((byte) 1)
                .putInt(3)
                .putLong(4)
                .putLong(0x0807060504030201L));
    assertShown(
        "{\"kind\":99,\"cpu\":3,\"sequence\":4,\"flags\":1,"
            + "\"payload_hex\":\"0102030405060708\"}");
  }

  @Test
  void theSampleIsTheSameAfterARoundTrip() {
    capture.close();
    String json = Program.json(ROOT.resolve("samples/web"));
    assertEquals(137, json.lines().count());
    assertEquals(new Run(0, "", ""), Program.runWithInput(json, "import", "-o", path.toString()));
    assertEquals(json, Program.json(path));
  }

  /** That whoever reads the format finds every field there. */
  @Test
  void everyFieldIsDocumented() throws IOException {
    String format = Files.readString(ROOT.resolve("docs/format.md"));
    for (RecordForm form : RecordForm.values()) {
      assertTrue(format.contains("| " + form.name() + " |"), form.name());
      for (Field field : form.fields()) {
        boolean shown = field.form() != Forms.LENGTH && field.form() != Forms.RESERVED;
        assertTrue(!shown || format.contains("`" + field.name() + "`"), field.name());
      }
    }
    for (Field field : Tails.COUNTER_FIELDS) {
      assertTrue(format.contains("`" + field.name() + "`"), field.name());
    }
  }

  private static ProcessRecord process(
      int pid, int parent, int why, String executable, String arguments) {
    return new ProcessRecord(
        7,
        5,
        4,
        pid,
        parent,
        0,
        6,
        why,
        bytes("c\u001b"),
        bytes(executable),
        bytes(arguments),
        false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void put(Consumer<ByteBuffer> writer) {
    writer.accept(record.clear());
    capture.append(record, 0);
  }

  private void assertShown(String line) {
    assertEquals(line, lastLine());
  }

  /** The last line of the capture, which is then complete. */
  private String lastLine() {
    if (Files.notExists(path)) {
      capture.complete("", "", null);
    }
    List<String> lines = Program.json(path).lines().toList();
    return lines.get(lines.size() - 1);
  }
}
