// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Manifest;

/**
 * Recorders that go on with one capture, seal, drop, take snapshots, and are killed at any moment,
 * from their start on, leave nothing that looks like an alteration. {@code -Dtcplife.kills=500} and
 * {@code -Dtcplife.seed=…} do it more often, or again.
 */
@Timeout(7200)
class KilledAgainAndAgainIT {
  private static final int KILLS = Integer.getInteger("tcplife.kills", 12);
  private static final long LONGEST_DELAY = 3_000_000_000L;
  private static final int INCOMPLETE = 3;

  /** Until the next recorder settles what is there twice, a root is none to write down. */
  private static final String UNSETTLED = "is there sealed and as it was recorded";

  private static final Pattern ROOT = Pattern.compile(": root: (\\S+)");

  @TempDir private Path directory;
  private Path capture;
  private String root;

  @Test
  void nothingLooksLikeAnAlteration() throws IOException {
    Host.needRecording();
    capture = directory.resolve("cap");
    long seed = Long.getLong("tcplife.seed", System.nanoTime());
    System.out.println("seed of the kills: " + seed);
    Random random = new Random(seed);
    try (Program traffic = Program.start(Host.TRAFFIC.toString(), "churn", "-t", "7000")) {
      for (int i = 0; i < KILLS; i++) {
        killOne(random);
        if (Files.exists(capture.resolve(Manifest.FILE))) {
          assertRootHolds();
          read("replay", capture);
        }
      }
      assertTrue(traffic.isAlive(), traffic::errors);
    }
    try (Program last = record()) {
      Await.until("it records", () -> last.errors().contains("Ctrl-C stops"));
      last.interrupt();
      last.expectExit(0);
    }
    String verified = assertRootHolds();
    assertTrue(verified.contains("dropped by a limit"), verified);
    int snapshots = checkSnapshots();
    System.out.println(KILLS + " kills, " + snapshots + " snapshots");
  }

  private Program record() {
    List<String> command = new ArrayList<>(List.of(Host.TCPLIFE, "record", "-o"));
    command.add(capture.toString());
    command.addAll(List.of("--append", "--max-size=64M", "--max-age=8s"));
    command.addAll(List.of("--ring-size=64M", "--snapshot-on=SIGUSR1"));
    return Program.start(Map.of(), command);
  }

  private void killOne(Random random) {
    try (Program recorder = record()) {
      if (random.nextInt(3) == 0) {
        Await.until("it records", () -> recorder.errors().contains("Ctrl-C stops"));
        Program.run("kill", "-USR1", String.valueOf(recorder.pid()));
      }
      LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_DELAY));
      assertTrue(recorder.isAlive(), recorder::errors);
      Program.run("kill", "-KILL", String.valueOf(recorder.pid()));
      recorder.exitCode();
    }
  }

  /** The root that was told of what the kill before this one left, and which a limit may drop. */
  private String assertRootHolds() {
    String verified =
        root == null ? assertNotAltered(capture) : assertNotAltered(capture, "--expect", root);
    Matcher told = ROOT.matcher(verified);
    if (told.find() && !verified.contains(UNSETTLED)) {
      root = told.group(1);
    }
    return verified;
  }

  private static String read(String command, Path path, String... options) {
    List<String> line = new ArrayList<>(List.of(Host.TCPLIFE, command, path.toString()));
    line.addAll(List.of(options));
    try (Program program = Program.start(Map.of(), line)) {
      int code = program.exitCode();
      assertTrue(Set.of(0, INCOMPLETE).contains(code), () -> code + ": " + program.errors());
      return program.output();
    }
  }

  private static String assertNotAltered(Path path, String... options) {
    String verified = read("verify", path, options);
    assertFalse(verified.contains("ALTERED"), verified);
    return verified;
  }

  /** Those that were made: a kill leaves drafts, which begin with a dot. */
  private int checkSnapshots() throws IOException {
    Path all = directory.resolve("cap.snapshots");
    if (Files.notExists(all)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(all)) {
      List<Path> made =
          entries.filter(each -> !each.getFileName().toString().startsWith(".")).toList();
      made.forEach(each -> assertNotAltered(each));
      assertEquals(made.size(), made.stream().filter(Files::isDirectory).count());
      return made.size();
    }
  }
}
