// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.cli.ExitCode;
import tcplife.live.Await;
import tcplife.live.Program;

/** What the recorder asks of the disk, seen by strace, which also makes the disk slow or fail. */
@Timeout(120)
class DurabilityIT {
  private static final Pattern SYNC = Pattern.compile("^\\d+ +(\\S+) fdatasync\\(\\d+<.*cq4>");

  /** What a sync is made to take, s. */
  private static final double SLOW = 0.8;

  @TempDir Path temp;
  private Path capture;

  @BeforeEach
  void nameCapture() {
    capture = temp.resolve("cap");
  }

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
    Live.need(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is missing");
  }

  /** Looks at some calls of a recorder while something is done, and returns a line for each. */
  private List<String> trace(long pid, List<String> options, Runnable meanwhile)
      throws IOException {
    Path calls = temp.resolve("calls");
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-y", "-ttt"));
    command.addAll(List.of("-o", calls.toString(), "-p", String.valueOf(pid)));
    options.forEach(each -> command.addAll(List.of("-e", each)));
    try (Program strace = Program.start(Map.of(), command)) {
      Await.until("it is traced", () -> strace.errors().contains("attached") || !strace.isAlive());
      assertTrue(strace.isAlive(), strace::errors);
      meanwhile.run();
    }
    return Files.readAllLines(calls);
  }

  @Test
  void aSyncBeginsAnIntervalAfterTheOneBeforeBegan() throws IOException {
    String slow = "inject=fdatasync:delay_exit=" + (long) (SLOW * 1e6);
    List<String> lines;
    try (RecorderProcess recorder = RecorderProcess.start(capture, "--sync=1s")) {
      List<String> options = List.of("trace=fdatasync", slow);
      lines = trace(recorder.pid(), options, () -> generateFor(8, recorder.pid()));
      recorder.stop("INT");
    }
    List<Double> begun = new ArrayList<>();
    for (String line : lines) {
      SYNC.matcher(line).results().forEach(each -> begun.add(Double.valueOf(each.group(1))));
    }
    assertTrue(begun.size() >= 4, begun::toString);
    // One that nothing else on the host has delayed.
    double least = Double.MAX_VALUE;
    for (int i = 1; i < begun.size(); i++) {
      least = Math.min(least, begun.get(i) - begun.get(i - 1));
    }
    assertTrue(least < 1 + SLOW / 2, begun::toString);
  }

  private static void generateFor(int seconds, long pid) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      Generator.run(pid, 100);
      LockSupport.parkNanos(100_000_000);
    }
  }

  @Test
  void whatTheDiskDoesNotKeepAtTheStopIsTold() throws IOException {
    Path ready = temp.resolve("ready");
    String[] arguments = {
      "record", "-o", capture.toString(), "--sync=1h", "--ready-file", ready.toString()
    };
    try (Program recorder = Program.start(Map.of(), Live.tcplife(arguments))) {
      recorder.awaitFile(ready);
      Generator.run(recorder.pid(), 1000);
      List<String> options = List.of("trace=fdatasync", "inject=fdatasync:error=EIO");
      trace(
          recorder.pid(),
          options,
          () -> {
            recorder.interrupt();
            assertEquals(ExitCode.FAILED, recorder.exitCode(), recorder::errors);
          });
      String said = recorder.errors();
      assertTrue(said.contains(": cannot be synced: Input/output error; "), said);
    }
    RecordedDisk.assertAccounted(new Recorded(capture));
  }

  @Test
  void aSnapshotIsOnTheDiskBeforeItIsTold() throws IOException {
    Path to = temp.resolve("cap.snapshots");
    List<String> lines;
    try (RecorderProcess recorder = RecorderProcess.start(capture, "--snapshot-on=SIGUSR1")) {
      Generator.run(recorder.pid(), 1000);
      List<String> options = List.of("trace=fsync,rename,renameat,renameat2,write");
      lines =
          trace(
              recorder.pid(),
              options,
              () -> {
                Program.run("kill", "-USR1", String.valueOf(recorder.pid()));
                Await.until("it is told", () -> recorder.errors().contains("snapshot " + to));
              });
      recorder.stop("INT");
    }
    Path place;
    try (Stream<Path> snapshots = Files.list(to)) {
      place = snapshots.findFirst().orElseThrow();
    }
    int moved = indexOf(lines, 0, "rename.*, \"" + place);
    String draft = lines.get(moved).replaceFirst(".*?\"([^\"]+)\".*", "$1");
    try (Stream<Path> all = Files.walk(place)) {
      for (Path each : all.toList()) {
        int synced = indexOf(lines, 0, sync(each.toString().replace(place.toString(), draft)));
        assertTrue(synced < moved, each::toString);
      }
    }
    int known = indexOf(lines, moved, sync(to.toString()));
    int told = indexOf(lines, moved, "write\\(2.*snapshot ");
    assertTrue(known < told, known + " and " + told);
  }

  private static String sync(String path) {
    return "fsync\\(\\d+<" + Pattern.quote(path) + ">";
  }

  /** Of the first line from one on in which a pattern is found. */
  private static int indexOf(List<String> lines, int from, String pattern) {
    for (int i = from; i < lines.size(); i++) {
      if (Pattern.compile(pattern).matcher(lines.get(i)).find()) {
        return i;
      }
    }
    throw new AssertionError(pattern + ": " + lines);
  }
}
