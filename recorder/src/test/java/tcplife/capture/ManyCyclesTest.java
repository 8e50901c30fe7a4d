// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Manifest.Recording;

/** A capture may have very many cycles and recordings: whoever made it up did not wait for them. */
@Timeout(300)
class ManyCyclesTest {
  private static final int MANY = 2_000;

  /** Once through the directory for each recording, it would be far more, ns. */
  private static final long LONGEST = 5_000_000_000L;

  @TempDir private Path temp;

  private static Recording recording(int first) {
    return new Recording(first, "run " + first, "boot", "", "", "", List.of());
  }

  @Test
  void aRecordingCostsNoLookThroughAllCycles() throws IOException {
    Path capture = temp.resolve("cap");
    SyntheticCapture.in(capture).end();
    Path file = CycleFiles.queueFile(capture, 1);
    for (int cycle = 2; cycle <= MANY; cycle++) {
      Path directory = Files.createDirectory(CycleFiles.directory(capture, cycle));
      Files.createLink(directory.resolve(file.getFileName()), file);
    }
    List<Recording> runs =
        IntStream.rangeClosed(1, MANY).mapToObj(each -> recording(each)).toList();
    Files.writeString(
        capture.resolve(Manifest.FILE), ManifestFile.toJson(new Manifest("id", "host", runs)));
    List<Damage> damages = new ArrayList<>();
    long start = cpuTime();
    assertEquals(MANY, Sealing.records(capture, damages).size());
    long used = cpuTime() - start;
    assertTrue(used < LONGEST, used / 1_000_000 + " ms");
    assertEquals(List.of(), damages);
  }

  /** Of which none is of a cycle that is there, and one says so: all may have to be looked at. */
  @Test
  void aDroppedCycleCostsNoLookThroughAllSeals() throws IOException {
    Path capture = temp.resolve("cap");
    ManySeals seals = ManySeals.in(capture, 1).add(2, Seal.DROPPED, 1_000_000);
    int last = MANY / 2;
    for (int cycle = 3; cycle <= last; cycle++) {
      seals.addOfAnother(cycle);
    }
    DroppedHead head = new DroppedHead(capture, Capture.open(capture).manifest().id());
    long start = cpuTime();
    for (int cycle = 1; cycle <= last; cycle++) {
      assertTrue(head.holds(cycle));
    }
    long used = cpuTime() - start;
    assertTrue(used < LONGEST, used / 1_000_000 + " ms");
  }

  @Test
  void aSealIsHeldAgainstTheManifestWithoutALookThroughAllRecordings() {
    int most = 10_000;
    List<Recording> runs =
        IntStream.rangeClosed(1, most).mapToObj(each -> recording(each)).toList();
    long start = cpuTime();
    EarlierRecordings earlier = new EarlierRecordings(new Manifest("", "", runs));
    Set<String> hashes = new HashSet<>();
    for (int cycle = 1; cycle <= most; cycle++) {
      hashes.add(earlier.before(cycle));
    }
    long used = cpuTime() - start;
    assertTrue(used < LONGEST, used / 1_000_000 + " ms");
    assertEquals(most, hashes.size());
    assertEquals("", earlier.before(0));
  }

  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void moreThanCanBeReadSoonAreRefused() throws IOException {
    Files.writeString(temp.resolve(Manifest.FILE), "{\"format\":1}");
    for (int cycle = 1; cycle <= 3; cycle++) {
      Files.createDirectory(CycleFiles.directory(temp, cycle));
    }
    assertEquals(3, Capture.open(temp, 3).cycles().size());
    CaptureException refused = assertThrows(CaptureException.class, () -> Capture.open(temp, 2));
    assertEquals(temp + ": 3 cycles; this program reads 2 at most", refused.getMessage());
  }

  /** As the format has it: the last run that is named and does not begin behind the cycle. */
  @Test
  void theRunOfACycleIsFoundWhateverTheirOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      List<Recording> runs =
          random.ints(random.nextInt(8), -2, 10).mapToObj(each -> recording(each)).toList();
      Manifest manifest = new Manifest("", "", runs);
      var byCycle = manifest.byFirstCycle();
      for (int cycle = -3; cycle <= 11; cycle++) {
        Recording expected = null;
        for (Recording each : runs) {
          expected = each.firstCycle() <= cycle ? each : expected;
        }
        Map.Entry<Integer, Recording> found = byCycle.floorEntry(cycle);
        assertEquals(expected, found == null ? null : found.getValue(), runs + ", seed " + seed);
        assertEquals(
            expected == null ? Recording.UNKNOWN : expected,
            manifest.recordingOf(cycle),
            "" + runs);
      }
    }
  }
}
