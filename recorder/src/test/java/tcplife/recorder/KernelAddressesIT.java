// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Capture;
import tcplife.capture.Manifest;
import tcplife.capture.RecordCursor;
import tcplife.event.RecordHeader;
import tcplife.live.Program;

/**
 * A recording tells nobody where the kernel has what: none of its records holds an address of the
 * kernel, at any multiple of 4 bytes, or written out. Not looked for are those of which a part only
 * was kept. Addresses of IPv6 whose bytes look like one of the kernel's are not among the
 * traffic's.
 */
@Timeout(120)
class KernelAddressesIT {
  /** Where the kernel's half begins, with four levels of page tables, or with five. */
  private static final long LOWEST =
      cpuHasFiveLevels() ? 0xff00_0000_0000_0000L : 0xffff_8000_0000_0000L;

  /**
   * No address, but a number that is not known, all bits set, behind a small one: the kernel has
   * nothing in the 2 GiB from here on.
   */
  private static final long HOLE = 0xffff_ffff_0000_0000L;

  private static final long HOLE_END = 0xffff_ffff_8000_0000L;

  /** All that a traffic can make: no LOSS. */
  private static final Set<Integer> KINDS =
      Set.of(
          RecordHeader.STATE_KIND,
          RecordHeader.CLOCK_KIND,
          RecordHeader.END_KIND,
          RecordHeader.OPEN_KIND,
          RecordHeader.ACCEPT_KIND,
          RecordHeader.PROCESS_KIND,
          RecordHeader.NAME_KIND,
          RecordHeader.RESET_KIND,
          RecordHeader.RETRANSMIT_KIND,
          RecordHeader.INVENTORY_KIND);

  private static final Pattern WRITTEN_OUT =
      Pattern.compile("(?i)(?<![0-9a-f])ff[0-9a-f]{14}(?![0-9a-f])");

  /** An offset of UTC below 0 would look like one. */
  private static final String IN_UTC = "export TZ=UTC";

  private static final int MOST_TOLD = 10;

  @TempDir Path temp;

  private static boolean cpuHasFiveLevels() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo")).contains(" la57");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isOfKernel(long value) {
    return Long.compareUnsigned(value, LOWEST) >= 0
        && value != -1
        && (value < HOLE || value >= HOLE_END);
  }

  /** What looks like an address in so many bytes. */
  private static List<String> found(ByteBuffer bytes, int from, int length) {
    List<String> found = new ArrayList<>();
    for (int at = 0; at <= length - Long.BYTES; at += Integer.BYTES) {
      long value = bytes.getLong(from + at);
      if (isOfKernel(value)) {
        found.add("at byte " + at + ": " + Long.toHexString(value));
      }
    }
    byte[] text = new byte[length];
    bytes.get(from, text);
    WRITTEN_OUT
        .matcher(new String(text, StandardCharsets.ISO_8859_1))
        .results()
        .filter(each -> isOfKernel(Long.parseUnsignedLong(each.group(), 16)))
        .forEach(each -> found.add("in a text: " + each.group()));
    return found;
  }

  @Test
  void noRecordHoldsOne() throws IOException {
    Live.needRecording();
    Path capture = temp.resolve("cap");
    try (RecorderProcess recorder =
        RecorderProcess.startAfter(IN_UTC, capture, "--accept=syscall")) {
      Program.run(Live.traffic("sessions", "client-closes", "-n", "50", "-6", "-u", "100000"));
      Program.run(Live.traffic("sessions", "server-resets", "-n", "50"));
      Program.run(Live.inNamespace(SegmentHooksIT.CONNECT_INTO_NOTHING));
      recorder.stop("INT");
    }
    Set<Integer> kinds = new TreeSet<>();
    List<String> found = new ArrayList<>();
    try (RecordCursor cursor = Capture.open(capture).records(damage -> found.add("" + damage))) {
      while (cursor.next()) {
        kinds.add(cursor.kind());
        int length = RecordHeader.length(cursor.buffer(), cursor.offset());
        found(cursor.buffer(), cursor.offset(), length).stream()
            .map(each -> "kind " + cursor.kind() + " " + each)
            .forEach(found::add);
      }
    }
    byte[] manifest = Files.readAllBytes(capture.resolve(Manifest.FILE));
    found.addAll(found(ByteBuffer.wrap(manifest), 0, manifest.length));
    assertEquals(List.of(), found.stream().limit(MOST_TOLD).toList());
    assertTrue(kinds.containsAll(KINDS), kinds::toString);
  }

  /** Of the direct mapping, vmalloc, the table of pages, the stacks, the text and the modules. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        0xffff_8881_0a2b_3c00L,
        0xffff_c900_0123_4000L,
        0xffff_ea00_0412_0a40L,
        0xffff_fe00_0000_2000L,
        0xffff_ffff_8120_0010L,
        0xffff_ffff_c0ab_1000L
      })
  void onePlantedIsFound(long address) {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    for (int at : List.of(0, 4, 8, 12, 56)) {
      bytes.clear().put(new byte[64]).clear().putLong(at, address);
      List<String> expected = List.of("at byte " + at + ": " + Long.toHexString(address));
      assertEquals(expected, found(bytes, 0, 64));
    }
    bytes.clear().put(new byte[64]).clear();
    bytes.put(3, ("0x" + Long.toHexString(address)).getBytes(StandardCharsets.US_ASCII));
    assertEquals(1, found(bytes, 0, 64).size());
  }
}
