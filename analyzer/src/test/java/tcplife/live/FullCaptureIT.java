// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tcplife.capture.Capture;
import tcplife.capture.Seals;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.cli.ExitCode;
import tcplife.event.TcpState;
import tcplife.recorder.Disk;

/** A recording goes on with a capture that takes more than the limit, or where room is short. */
@Timeout(300)
class FullCaptureIT {
  private static final String GENERATOR = Host.TRAFFIC.resolveSibling("generator").toString();
  private static final long SIZE = 64 << 20;
  private static final int CYCLES = 10;

  /** Of bytes that cannot be compressed, a cycle. */
  private static final int RECORDS = 110;

  private static final int LENGTH = 65_528;
  private static final int UNKNOWN_KIND = 200;
  private static final int EVENTS = 5000;

  @TempDir private Path directory;
  private Path capture;

  /** Where programs find it, if it is on a disk of its own; null if not. */
  private Disk disk;

  @BeforeAll
  static void needRecording() {
    Host.needRecording();
  }

  /** Makes one of 72 MB, all sealed: each cycle has a session, whose remote port is its number. */
  private void fill(Path path) {
    capture = path;
    Random random = new Random(1);
    SyntheticCapture made = SyntheticCapture.in(path);
    for (int cycle = 1; cycle <= CYCLES; cycle++) {
      long time = cycle * 1_000_000_000L;
      made.clock(time, 1_780_000_000_000_000_000L + time, "UTC");
      StateFields socket = StateFields.ofSocket(cycle).ipv4("10.0.0.1", 1000, "10.9.9.9", cycle);
      made.state(socket.at(time + 1, TcpState.CLOSE, TcpState.SYN_SENT));
      made.state(socket.at(time + 2, TcpState.SYN_SENT, TcpState.ESTABLISHED));
      made.state(socket.at(time + 3, TcpState.ESTABLISHED, TcpState.CLOSE)).batch();
      for (int i = 0; i < RECORDS; i++) {
        byte[] record = new byte[LENGTH];
        random.nextBytes(record);
        ByteBuffer.wrap(record)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) LENGTH)
            .put((byte) UNKNOWN_KIND);
        made.raw(record);
      }
      if (cycle < CYCLES) {
        made.nextCycle();
      }
    }
    made.end();
    Seals.seal(path, null, 0);
    assertTrue(taken() > SIZE, taken() + " bytes");
  }

  /** Bytes of the capture. */
  private long taken() {
    try (Stream<Path> files = Files.walk(capture)) {
      return files.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void generate() throws IOException {
    String pid = Files.readString(directory.resolve("ready")).strip();
    Program.run(GENERATOR, "-p", pid, "-n", String.valueOf(EVENTS));
  }

  /** Runs a command on the capture. */
  private String run(int code, String name, String... arguments) {
    String place = (disk == null ? capture : disk.path("cap")).toString();
    List<String> command = new ArrayList<>(List.of(Host.TCPLIFE, name, place));
    command.addAll(List.of(arguments));
    try (Program program =
        Program.start(Map.of(), disk == null ? command : disk.command(command))) {
      program.expectExit(code);
      return program.output() + program.errors();
    }
  }

  /**
   * That the oldest are gone, which is told, and the rest is read.
   *
   * @param code of verify and of replay
   */
  private void assertWentOn(int code) {
    int first = Capture.open(capture).cycles().get(0);
    assertTrue(first > 1 && first <= CYCLES, "the first cycle is " + first);
    String verified = run(code, "verify");
    String told = ": cycles before %d were dropped by a limit".formatted(first);
    assertTrue(verified.contains(told), verified);
    assertFalse(verified.contains("ALTERED"), verified);
    String replayed = run(code, "replay", "-s");
    List<Integer> ports =
        replayed
            .lines()
            .filter(line -> line.contains(",10.9.9.9,"))
            .map(line -> Integer.parseInt(line.split(",10.9.9.9,")[1].split(",")[0]))
            .toList();
    assertEquals(IntStream.rangeClosed(first, CYCLES).boxed().toList(), ports, replayed);
    assertFalse(replayed.contains("missing"), replayed);
    String query = "SELECT count(*) FROM transitions WHERE cookie >= " + (1L << 48);
    String counted = run(code, "sql", "--format=csv", query);
    assertTrue(counted.contains("\n" + EVENTS + "\n"), counted);
  }

  @Test
  void allOfWhichIsSealed() throws IOException {
    fill(directory.resolve("cap"));
    try (Recorder recorder = Recorder.start(directory, "--append", "--max-size=64M")) {
      assertTrue(taken() <= SIZE, taken() + " bytes");
      generate();
      recorder.stop();
    }
    assertTrue(taken() <= SIZE, taken() + " bytes");
    assertWentOn(ExitCode.OK);
  }

  @Test
  void ofWhichTheLastRecorderWasKilled() throws IOException {
    fill(directory.resolve("cap"));
    try (Recorder recorder = Recorder.start(directory, "--append")) {
      recorder.awaitInventory();
      recorder.kill();
    }
    assertTrue(Files.isDirectory(capture.resolve("%06d".formatted(CYCLES + 1))));
    try (Recorder recorder = Recorder.start(directory, "--append", "--max-size=64M")) {
      assertTrue(taken() <= SIZE, taken() + " bytes");
      generate();
      recorder.stop();
    }
    assertTrue(taken() <= SIZE, taken() + " bytes");
    assertWentOn(ExitCode.INCOMPLETE);
  }

  @ParameterizedTest
  @EnumSource(Disk.Kind.class)
  void whereTheHostIsShortOfRoom(Disk.Kind kind) throws IOException {
    Path ready = directory.resolve("ready");
    try (Disk made = new Disk(directory, kind, 360L << 20)) {
      disk = made;
      fill(disk.seen("cap"));
      disk.fill(90 << 20);
      List<String> command =
          List.of(
              Host.TCPLIFE,
              "record",
              "--append",
              "--keep-free=100M",
              "--output=" + disk.path("cap"),
              "--ready-file=" + ready);
      try (Program recorder = Program.start(Map.of(), disk.command(command))) {
        recorder.awaitFile(ready);
        generate();
        recorder.interrupt();
        recorder.expectExit(0);
        assertFalse(recorder.errors().contains("pauses"), recorder::errors);
      }
      assertWentOn(ExitCode.OK);
    }
  }

  /** No cycle that was dropped would make room enough, and the last one stays. */
  @Test
  void whereNothingHelpsItSaysSo() {
    try (Disk made = new Disk(directory, Disk.Kind.TMPFS, 160L << 20)) {
      disk = made;
      fill(disk.seen("cap"));
      List<String> command =
          List.of(
              Host.TCPLIFE,
              "record",
              "--append",
              "--keep-free=159M",
              "--output=" + disk.path("cap"));
      for (int i = 0; i < 2; i++) {
        try (Program recorder = Program.start(Map.of(), disk.command(command))) {
          recorder.expectExit(ExitCode.FAILED);
          String said = recorder.errors();
          assertTrue(said.endsWith(": the device is to keep 159.0 MiB free\n"), said);
        }
      }
      assertEquals(List.of(CYCLES, CYCLES + 1), Capture.open(capture).cycles());
      run(ExitCode.OK, "verify");
    }
  }
}
