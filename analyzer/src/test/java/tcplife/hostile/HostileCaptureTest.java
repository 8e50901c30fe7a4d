// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  /** Runs a {@link HostileReader}, which must find nothing wrong. */
  private void read(String... arguments) throws IOException, InterruptedException {
    Path report = directory.resolve("report");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
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
