// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import tcplife.capture.Capture;
import tcplife.capture.SealedFile;
import tcplife.capture.Seals;
import tcplife.capture.SigningKey;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.cli.ExitCode;
import tcplife.cli.Main;
import tcplife.event.TcpState;
import tcplife.replay.Output;
import tcplife.replay.Run;

/** A capture of five cycles, made up, and what {@code tcplife verify} says of it. */
final class SealedCapture {
  static final int CYCLES = 5;

  private SealedCapture() {}

  /**
   * Writes one that is not sealed yet.
   *
   * @param remotePort what distinguishes it
   */
  static void write(Path path, int remotePort) {
    SyntheticCapture capture = SyntheticCapture.in(path);
    for (int cycle = 1; cycle <= CYCLES; cycle++) {
      capture.clock(cycle, 1_700_000_000_000_000_000L + cycle, "Europe/Berlin");
      for (int i = 0; i < 20; i++) {
        capture.state(
            StateFields.ofSocket(cycle * 100L + i)
                .at(cycle * 1000L + i, TcpState.CLOSE, TcpState.SYN_SENT)
                .ipv4("10.0.0.1", 1000 + i, "10.0.0.2", remotePort));
      }
      if (cycle < CYCLES) {
        capture.nextCycle();
      }
    }
    capture.end();
  }

  static Path sealed(Path path, SigningKey key) {
    write(path, 443);
    Seals.seal(path, key, 1);
    return path;
  }

  static Path file(Path capture, int cycle) {
    return capture.resolve("%06d.tcap".formatted(cycle));
  }

  static String root(Path capture) {
    return SealedFile.of(capture, CYCLES).hash();
  }

  static Verification verification(Path capture) {
    return new Verification(Capture.open(capture), null, null);
  }

  /** What the command prints and gives. */
  static Run verify(Path capture, String... options) {
    List<String> arguments = new ArrayList<>(List.of("verify", capture.toString()));
    arguments.addAll(List.of(options));
    return Run.capturing(
        out ->
            Main.run(
                List.of(new VerifyCommand(new Output(out, false))),
                arguments.toArray(String[]::new)));
  }

  /** Asserts that a capture is found incomplete, in words that hold this. */
  static void assertIncomplete(Path capture, String what) {
    Run run = verify(capture);
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    assertTrue(run.out().contains(what), run::out);
  }

  /** Asserts that a capture is found altered, in words that hold this. */
  static void assertAltered(Path capture, String what) {
    Run run = verify(capture);
    assertEquals(ExitCode.ALTERED, run.code(), run::out);
    assertTrue(
        run.out().lines().anyMatch(line -> line.contains("ALTERED: ") && line.contains(what)),
        run::out);
    assertTrue(run.out().endsWith(": ALTERED since it was sealed\n"), run::out);
    assertEquals("", run.err());
  }

  /** Deletes the directory of a cycle. */
  static void delete(Path cycle) throws IOException {
    try (var files = Files.list(cycle)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(cycle);
  }

  static void copy(Path from, Path to) {
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes unused)
                throws IOException {
              Files.createDirectories(to.resolve(from.relativize(directory)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes unused)
                throws IOException {
              Files.copy(file, to.resolve(from.relativize(file)));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
