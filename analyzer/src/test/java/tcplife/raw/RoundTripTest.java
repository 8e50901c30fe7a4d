// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.NewCapture;
import tcplife.event.RecordHeader;
import tcplife.replay.Run;
import tcplife.session.CaptureFindings;
import tcplife.session.RecordScan;

/** Whatever records hold: printed, imported and printed again they are the same. */
class RoundTripTest {
  private static final int KINDS = 14;

  private static final List<String> TEXTS =
      List.of("", "vm", "\u202ex", "\u001b[0m\u0000", "\\x41\\", "\"a\", = b", "\ufeff\u65e5");

  private final long seed = Long.getLong("tcplife.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path directory;

  @RepeatedTest(60)
  void eventsImportEventsIsTheIdentity() throws IOException {
    List<String> texts =
        random.ints(random.nextInt(4), 0, TEXTS.size()).mapToObj(TEXTS::get).toList();
    List<byte[]> records = records();
    Path original = directory.resolve("a");
    write(original, texts, records);
    String json = Program.json(original);
    Path copy = directory.resolve("b");
    Run run =
        Program.runWithInput(
            new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
            "import",
            "-o",
            copy.toString());
    assertEquals(new Run(0, "", ""), run, this::told);
    assertEquals(json, Program.json(copy), this::told);
    assertEquals(hex(records), hex(read(copy)), this::told);
    assertEquals(original(original), original(copy), this::told);
  }

  @RepeatedTest(40)
  void whatIsPrintedHasNoControlCharacters() {
    List<byte[]> records = records();
    write(directory.resolve("a"), List.of("\u001b[2J\u009b\u202e\r"), records);
    Path capture = directory.resolve("a");
    for (String out :
        List.of(Program.json(capture), Program.run("events", capture.toString()).out())) {
      assertEquals(
          records.size(),
          out.lines().filter(each -> !each.contains("RECORDING")).count(),
          this::told);
      assertTrue(
          out.codePoints().noneMatch(each -> each != '\n' && Character.isISOControl(each)),
          this::told);
    }
  }

  @RepeatedTest(200)
  void bytesBecomeTextAndBytesAgain() {
    byte[] bytes = payload();
    assertArrayEquals(bytes, ByteText.bytes(ByteText.of(bytes)), this::told);
  }

  private String told() {
    return "-Dtcplife.seed=" + seed;
  }

  private List<byte[]> records() {
    List<byte[]> records = new ArrayList<>();
    int count = 1 + random.nextInt(60);
    while (records.size() < count) {
      int extra = List.of(0, 0, 0, 1, 5).get(random.nextInt(5));
      records.add(record(random.nextInt(KINDS + 1), (byte) random.nextInt(), payload(), extra));
    }
    return records;
  }

  /** Bytes of which many mean something in some place: zeros, small numbers, ones, text. */
  private byte[] payload() {
    byte[] bytes = new byte[16 + random.nextInt(305)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          switch (random.nextInt(3)) {
            case 0 -> List.of((byte) 0, (byte) -1, (byte) 2, (byte) 10).get(random.nextInt(4));
            case 1 -> (byte) (' ' + random.nextInt('~' - ' ' + 1));
            default -> (byte) random.nextInt();
          };
    }
    return bytes;
  }

  /**
   * A record as long as its kind needs and a little more.
   *
   * @param lengths whether what follows its fields has the length that they tell: mostly
   */
  private static byte[] record(int kind, byte flags, byte[] payload, int extra) {
    RecordForm form = RecordForm.of(kind);
    int size = form == null ? RecordHeader.SIZE : form.size();
    ByteBuffer record = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 4; at < record.limit(); at++) {
      record.put(at, payload[at % payload.length]);
    }
    record.put(RecordHeader.KIND, (byte) kind).put(RecordHeader.FLAGS, flags);
    int tail = form == null ? payload.length : 72;
    if (extra != 5) {
      switch (kind) {
        case RecordHeader.PROCESS_KIND -> record.putShort(58, (short) 20).putShort(60, (short) 51);
        case RecordHeader.NAME_KIND -> record.putInt(36, 69);
        case RecordHeader.END_KIND -> record.putInt(36, 4);
        default -> {
          // Of a length of its own.
        }
      }
    }
    int length = size + tail + 7 & ~7;
    length += 8 * extra;
    // Zeros behind: as many as there must be, or 8 more.
    for (int at = size + tail; at < length && extra <= 1; at++) {
      record.put(at, (byte) 0);
    }
    record.putShort(RecordHeader.LENGTH, (short) length);
    byte[] bytes = new byte[length];
    record.get(0, bytes);
    return bytes;
  }

  private static void write(Path path, List<String> texts, List<byte[]> records) {
    try (NewCapture capture = NewCapture.at(path)) {
      int each = Math.max(1, records.size() / (texts.size() + 1));
      for (int i = 0; i < records.size(); i++) {
        if (i % each == 0) {
          String text = texts.isEmpty() ? "" : texts.get(i / each % texts.size());
          capture.startRecording(
              new Recording(0, text, "boot" + i, text, "UTC", "", List.of(text, "")));
        }
        capture.append(ByteBuffer.wrap(records.get(i)).order(ByteOrder.LITTLE_ENDIAN), 0);
      }
      capture.complete("host", "", null);
    }
  }

  private static List<byte[]> read(Path path) {
    List<byte[]> records = new ArrayList<>();
    Capture capture = Capture.open(path);
    try (RecordScan scan = new RecordScan(capture, new CaptureFindings(path))) {
      while (scan.next()) {
        byte[] bytes = new byte[scan.record().limit()];
        scan.record().get(bytes);
        records.add(bytes);
      }
    }
    return records;
  }

  private static List<String> hex(List<byte[]> records) {
    return records.stream().map(HexFormat.of()::formatHex).toList();
  }

  private static List<Recording> original(Path path) {
    return Capture.open(path).manifest().recordings();
  }
}
