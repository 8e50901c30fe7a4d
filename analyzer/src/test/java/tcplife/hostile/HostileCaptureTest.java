// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.ManySeals;
import tcplife.capture.Seal;
import tcplife.capture.Sealing;

/**
 * Whatever is in a capture, a command that reads it ends soon, with an exit code that it is
 * documented to have and a line for what is wrong, in 256 MB of memory. {@code
 * -Dtcplife.mutations=100000} reads so many, {@code -Dtcplife.cut=1} cuts at every byte, {@code
 * -Dtcplife.seed=1} does what another run did.
 */
class HostileCaptureTest {
  private static final int MUTATIONS = Integer.getInteger("tcplife.mutations", 600);

  private static final int CUT_EVERY = Integer.getInteger("tcplife.cut", 60);

  private static final long SEED = Long.getLong("tcplife.seed", System.nanoTime() & 0xffffff);

  @TempDir private Path directory;

  @Test
  void mutatedCapturesAreReadAsFarAsTheyGo() throws Exception {
    System.out.println("Seed of the mutations: -Dtcplife.seed=" + SEED);
    String raw = SomeCapture.raw(directory.resolve("raw")).toString();
    String sealed = SomeCapture.sealed(directory.resolve("sealed")).toString();
    read("mutations", raw, sealed, String.valueOf(SEED), "0", String.valueOf(MUTATIONS));
  }

  @Test
  void cutAnywhereACaptureIsReadInPartAndSaysSo() throws Exception {
    System.out.println("Seed of the cuts: -Dtcplife.seed=" + SEED);
    Path raw = SomeCapture.whole(directory.resolve("raw"));
    Path sealed = SomeCapture.whole(directory.resolve("sealed"));
    Sealing.seal(sealed);
    for (Path each : List.of(raw, sealed)) {
      read("cuts", each.toString(), String.valueOf(SEED), String.valueOf(CUT_EVERY));
    }
  }

  @Test
  void mutatedTextsAreImportedOrRefused() throws Exception {
    System.out.println("Seed of the texts: -Dtcplife.seed=" + SEED);
    Path texts = Files.createDirectory(directory.resolve("texts"));
    Path capture = SomeCapture.raw(directory.resolve("raw"));
    String[] events = {"events", capture.toString(), "--json"};
    Files.writeString(texts.resolve("json"), Reading.of(events).text());
    Path perf = Path.of(HostileCaptureTest.class.getResource("/tcplife/raw/perf.txt").toURI());
    Files.copy(perf, texts.resolve("perf"));
    read("texts", texts.toString(), String.valueOf(SEED), String.valueOf(MUTATIONS));
  }

  /** Each empty cycle may have a reader look through all seals. */
  @Test
  void veryManyDroppedCyclesAreRead() throws Exception {
    ManySeals seals = ManySeals.in(directory.resolve("cap"), 1).add(1, Seal.DROPPED, 1_000_000);
    for (int cycle = 2; cycle <= 1_000; cycle++) {
      seals.addOfAnother(cycle);
    }
    read("few", directory.resolve("cap").toString());
  }

  /** Whoever keeps them fills his memory: of a fourth, so that fewer are enough. */
  @Test
  void veryManyLongSealsAreRead() throws Exception {
    List<Integer> unsealed = Collections.nCopies(15_000, 500);
    ManySeals seals = ManySeals.in(directory.resolve("cap"), 1).unsealed(unsealed);
    for (int cycle = 1; cycle <= 250; cycle++) {
      seals.add(cycle, Seal.DROPPED, 1);
    }
    readWithin(64, "few", directory.resolve("cap").toString());
  }

  /** Each seal is of one, and each cycle without a seal may be named by any of them. */
  @Test
  void veryManyRecordingsAreRead() throws Exception {
    List<Integer> unsealed = IntStream.rangeClosed(10_001, 11_000).boxed().toList();
    Path capture = directory.resolve("cap");
    ManySeals seals = ManySeals.in(capture, 10_000).unsealed(unsealed);
    for (int cycle = 1; cycle <= 3_000; cycle++) {
      if (cycle % 3 == 0) {
        Files.createDirectory(capture.resolve("%06d".formatted(cycle)));
      } else {
        seals.add(cycle, Seal.NONE, 1);
      }
    }
    read("few", capture.toString());
  }

  /** Each of their blocks is read for nothing. */
  @Test
  void manyFalseBlocksAreRead() throws Exception {
    Path capture = directory.resolve("cap");
    ManySeals.in(capture, 1);
    for (int cycle = 1; cycle <= 60; cycle++) {
      SparseCycles.addFalseBlocks(capture, cycle, 260, 8 << 20);
    }
    read("few", capture.toString());
  }

  /** A batch may be behind each. */
  @Test
  void manyHolesAreRead() throws Exception {
    Path capture = directory.resolve("cap");
    ManySeals.in(capture, 1);
    for (int cycle = 1; cycle <= 100; cycle++) {
      SparseCycles.addHole(capture, cycle, 1_000_000_000);
    }
    read("few", capture.toString());
  }

  /** Runs a {@link HostileReader}, which must find nothing wrong. */
  private void read(String... arguments) throws IOException, InterruptedException {
    readWithin(256, arguments);
  }

  private void readWithin(int megabytes, String... arguments)
      throws IOException, InterruptedException {
    Path report = directory.resolve("report");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    line.addAll(List.of("-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add(HostileReader.class.getName());
    line.addAll(List.of(arguments));
    Process reader =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(report.toFile()).start();
    int code = reader.waitFor();
    List<String> lines = Files.readAllLines(report);
    String told =
        lines.stream().filter(each -> !each.endsWith(" is read")).collect(Collectors.joining("\n"));
    assertEquals(0, code, () -> "after " + lines.size() + " lines: " + told);
  }
}
