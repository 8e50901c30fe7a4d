// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;

/**
 * While cycles are begun, sealed, dropped and taken as snapshots, whoever reads sees a gapless run
 * of what a generator made, which numbers it. {@code -Dtcplife.minutes=5} does it for so long.
 */
@Timeout(7200)
class ReadersUnderLoadIT {
  private static final double MINUTES =
      Double.parseDouble(System.getProperty("tcplife.minutes", "0.5"));

  private static final String GENERATOR = Host.TRAFFIC.resolveSibling("generator").toString();

  /** Its first socket, bpf/src/test/c/generator.bpf.c; the next ones count up. */
  private static final long FIRST = 1L << 48;

  /** Of each socket. */
  private static final int EVENTS = 5;

  /** Each socket once, with all its events, but for those at the ends of what is kept. */
  private static final String NUMBERS =
      "SELECT min(cookie), max(cookie), count(*), count(*) FILTER (events <> %d) FROM (SELECT cookie,"
              .formatted(EVENTS)
          + " count(*) AS events FROM transitions WHERE cookie >= %d GROUP BY cookie)"
              .formatted(FIRST);

  /** What a reader says that a limit has overtaken. */
  private static final String OVERTAKEN = "dropped by a limit before it was read";

  @TempDir private Path directory;
  private int overtaken;

  @Test
  void noReaderIsEverWrong() throws IOException {
    Host.needRecording();
    long end = System.nanoTime() + (long) (MINUTES * 60e9);
    List<Long> asked = new ArrayList<>();
    long last = FIRST;
    try (Recorder recorder = Recorder.start(directory, "--max-age=16s", "--snapshot-on=SIGUSR1");
        Program follow = follow(recorder.capture())) {
      try (Program generator = generator()) {
        while (System.nanoTime() < end || !isHeadDropped(recorder.capture())) {
          last = assertGapless(recorder.capture(), 3, last);
          asked.add(lastFollowed(follow));
          signal("USR1");
          run(List.of(0, 3), "verify", recorder.capture().toString());
          assertInformed(recorder.capture());
          Await.until("a snapshot is told of", () -> snapshotsTold(recorder) == asked.size());
          assertTrue(generator.isAlive(), generator::errors);
        }
      }
      recorder.stop();
      follow.expectExit(0);
      assertEquals("", follow.errors());
      assertFollowedAll(follow);
      assertGapless(recorder.capture(), 0, last);
    }
    List<Path> snapshots = snapshots();
    assertEquals(asked.size(), snapshots.size(), "snapshots: one for each signal");
    for (int i = 0; i < asked.size(); i++) {
      assertGapless(snapshots.get(i), 0, asked.get(i)); // with all that was followed before
      run(List.of(0), "verify", snapshots.get(i).toString());
    }
    System.out.printf(
        "%d rounds of readers, %d snapshots, %d sockets, %d readers overtaken by a limit%n",
        asked.size(), snapshots.size(), last - FIRST, overtaken);
    assertTrue(overtaken <= asked.size(), overtaken + " readers were overtaken");
  }

  private Program generator() throws IOException {
    String pid = Files.readString(directory.resolve("ready")).strip();
    return Program.start(GENERATOR, "-p", pid, "-n", "1000000000", "-r", "3000");
  }

  private void signal(String name) throws IOException {
    Program.run("kill", "-" + name, Files.readString(directory.resolve("ready")).strip());
  }

  private static Program follow(Path capture) {
    return Program.start(
        Host.TCPLIFE, "replay", capture.toString(), "--follow", "-s", "--columns", "cookie");
  }

  private static boolean isHeadDropped(Path capture) {
    return Capture.open(capture).cycles().get(0) > 1;
  }

  /** The socket that it told last, or the first one before it told any. */
  private static long lastFollowed(Program follow) {
    String told = follow.output();
    int end = told.lastIndexOf('\n');
    int begin = told.lastIndexOf('\n', end - 1) + 1;
    String line = told.substring(begin, Math.max(begin, end));
    return line.matches("\\d+") ? Math.max(FIRST, Long.parseLong(line)) : FIRST;
  }

  /** Made or refused. */
  private static long snapshotsTold(Recorder recorder) {
    return recorder
        .said()
        .lines()
        .filter(line -> line.matches(".*: (no snapshot:|snapshot) .*"))
        .count();
  }

  /** In the order in which they were made. */
  private List<Path> snapshots() throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("cap.snapshots"))) {
      return all.filter(each -> !each.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  /**
   * Runs a command that gives one of some exit codes.
   *
   * @return what it printed; nothing if it said that it has a gap, of what a limit dropped
   *     meanwhile
   */
  private List<String> run(List<Integer> codes, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Host.TCPLIFE));
    command.addAll(List.of(arguments));
    try (Program program = Program.start(Map.of(), command)) {
      int code = program.exitCode();
      String said = command + ": " + code + ": " + program.output() + program.errors();
      assertTrue(codes.contains(code), said);
      if (said.contains(OVERTAKEN)) {
        overtaken++;
        return List.of();
      }
      assertTrue(!said.contains("missing") && !said.contains("at byte"), said);
      return program.output().lines().toList();
    }
  }

  /** Returns the last socket that is seen: as the recording goes on, it must not be an earlier. */
  private long assertGapless(Path capture, int code, long before) {
    List<String> rows = run(List.of(code), "sql", capture.toString(), "--format", "csv", NUMBERS);
    if (rows.isEmpty() || rows.get(1).startsWith(",")) {
      return before; // none yet, or not all
    }
    String row = rows.get(1);
    long[] numbers = Stream.of(row.split(",")).mapToLong(Long::parseLong).toArray();
    assertEquals(numbers[1] - numbers[0] + 1, numbers[2], "sockets from the first to the last");
    assertTrue(numbers[3] <= 4, row + ": sockets that lack an event, at both ends");
    assertTrue(numbers[1] >= before, row + ": ends before " + before);
    return numbers[1];
  }

  private void assertInformed(Path capture) {
    List<String> said = run(List.of(3), "info", capture.toString());
    List<String> lacks = said.stream().filter(line -> line.startsWith("lacks")).toList();
    assertEquals(said.isEmpty() ? 0 : 1, lacks.size(), lacks::toString);
    lacks.forEach(
        line -> assertTrue(line.contains(": has no end: it is being recorded"), line::toString));
  }

  /** From the first that was made on, each once: it was there before any cycle was dropped. */
  private static void assertFollowedAll(Program follow) {
    long[] cookies =
        follow
            .output()
            .lines()
            .skip(1)
            .mapToLong(Long::parseLong)
            .filter(each -> each >= FIRST)
            .sorted()
            .toArray();
    assertTrue(cookies.length > 0, "nothing was followed");
    for (int i = 0; i < cookies.length; i++) {
      assertEquals(FIRST + i, cookies[i], "the socket that is followed");
    }
  }
}
