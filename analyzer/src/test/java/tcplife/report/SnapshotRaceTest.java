// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Capture;
import tcplife.capture.Manifest;
import tcplife.capture.SealedFile;
import tcplife.capture.Sealing;
import tcplife.capture.SnapshotMaker;
import tcplife.capture.SnapshotMaker.Made;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;

/** Snapshots of a capture whose cycles are sealed and dropped meanwhile. */
@Timeout(120)
class SnapshotRaceTest {
  private static final int CYCLES = SealedCapture.CYCLES;

  /** Of which snapshots are made; the first two are sealed at first. */
  private static final List<Integer> LATEST = List.of(3, 4, 5);

  @TempDir private Path directory;
  private Path capture;
  private int scenarios;

  @BeforeEach
  void makeCapture() {
    capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Sealing.sealNext(capture, 1, 0);
    Sealing.sealNext(capture, 2, 0);
  }

  /**
   * Each cycle is sealed at any of the moments before one is taken, in their order.
   *
   * @param kept how many cycles a limit keeps
   */
  @ParameterizedTest
  @ValueSource(ints = {CYCLES, 2, 1})
  void whenEverTheyAreSealed(int kept) throws IOException {
    goOn(new ArrayList<>(), kept);
    assertEquals(20, scenarios);
  }

  private void goOn(List<Integer> moments, int kept) throws IOException {
    if (moments.size() == LATEST.size()) {
      scenarios++;
      check(moments, kept);
      return;
    }
    int earliest = moments.isEmpty() ? 0 : moments.get(moments.size() - 1);
    for (int moment = earliest; moment <= LATEST.size(); moment++) {
      List<Integer> more = new ArrayList<>(moments);
      more.add(moment);
      goOn(more, kept);
    }
  }

  private void check(List<Integer> moments, int kept) throws IOException {
    Path place = directory.resolve("snapshot" + scenarios);
    Path racing = directory.resolve("cap" + scenarios);
    SealedCapture.copy(capture, racing);
    SnapshotMaker maker =
        new SnapshotMaker(racing, Capture.open(racing)::manifest, null, Assertions::fail);
    Made made = maker.make(new Racing(racing, moments, kept), place);
    Run run = SealedCapture.verify(place);
    String scenario = "sealed at " + moments + "\n" + run.out();
    assertEquals(ExitCode.OK, run.code(), scenario);
    List<Integer> cycles = Capture.open(place).cycles();
    assertEquals(cycles.size(), made.cycles(), scenario);
    assertTrue(cycles.contains(CYCLES), scenario);
    assertEquals(SealedFile.of(place, CYCLES).hash(), made.root(), scenario);
  }

  /** The latest cycles, of which some are sealed as the next one is looked up. */
  private static final class Racing extends AbstractList<Integer> {
    private final Path capture;
    private final List<Integer> moments;
    private final int kept;
    private int moment;
    private int sealed;

    Racing(Path capture, List<Integer> moments, int kept) {
      this.capture = capture;
      this.moments = moments;
      this.kept = kept;
    }

    @Override
    public Integer get(int index) {
      while (sealed < size() && moments.get(sealed) <= moment) {
        int cycle = LATEST.get(sealed++);
        Sealing.sealNext(capture, cycle, cycle - kept + 1);
      }
      moment++;
      return LATEST.get(index);
    }

    @Override
    public int size() {
      return LATEST.size();
    }
  }

  /** What is in the snapshot is worth having though the disk has no room for its last seals. */
  @Test
  void fromTheFirstThatCannotBeSealedTheyStayUnsealed() {
    List<String> said = new ArrayList<>();
    Supplier<Manifest> manifests = Capture.open(capture)::manifest;
    Path place = directory.resolve("snapshot");
    SnapshotMaker maker =
        new SnapshotMaker(capture, () -> inTheWay(4, manifests.get()), null, said::add);
    assertEquals(new Made(3, ""), maker.make(LATEST, place));
    String first = "in the snapshot: 4 is the first cycle that stays unsealed: exists already";
    assertEquals(List.of(first), said);
    Run run = SealedCapture.verify(place);
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    for (int cycle = 4; cycle <= CYCLES; cycle++) {
      assertTrue(run.out().contains("cycle " + cycle + " is not sealed: "), run::out);
    }
    assertTrue(run.out().contains("cycles: 3, sealed: 1\n"), run::out);
  }

  /**
   * Where the draft of a cycle's file is to be in the draft of the snapshot, nothing can be made.
   */
  private Manifest inTheWay(int cycle, Manifest manifest) {
    try (Stream<Path> entries = Files.list(directory)) {
      Path draft =
          entries.filter(each -> each.getFileName().toString().startsWith(".")).findAny().get();
      Files.createDirectory(draft.resolve("%06d.tcap.new".formatted(cycle)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return manifest;
  }
}
