// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.CycleWriter;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.cli.Main;
import tcplife.event.TcpState;
import tcplife.fixture.DirectoryState;

/**
 * A capture whose recorder was killed is opened at once, however much it had recorded: nothing has
 * to be looked through, or mended, before the first row. The work is counted in bytes that are
 * read, since times are of the machine.
 */
@Timeout(120)
class OpenedAfterAKillTest {
  /** Sessions, of some 300 bytes each. */
  private static final long SMALL = 30_000;

  private static final long LARGE = 1_000_000;

  /** A window more or less, and classes that are loaded meanwhile. */
  private static final long AHEAD = 4 << 20;

  /** Bytes of a batch of which the recorder wrote a part. */
  private static final int TORN = 5000;

  @TempDir private Path directory;

  @Test
  void theFirstRowCostsNoMoreInALargeCapture() throws IOException {
    Path small = killed("small", SMALL);
    Path large = killed("large", LARGE);
    readForARow(small); // its classes are loaded
    long ofSmall = readForARow(small);
    long ofLarge = readForARow(large);
    long length = Files.size(queueFile(large));
    System.out.printf("Read for the first row: %,d bytes of %,d%n", ofLarge, length);
    assertTrue(length > 200 << 20, length + " bytes");
    assertTrue(ofSmall > 0, "reads are not counted");
    assertTrue(ofLarge < ofSmall + AHEAD, ofLarge + " bytes, and " + ofSmall + " of the small one");
  }

  @Test
  void whatWasCutOffIsToldAndLeftAsItIs() throws IOException {
    Path capture = killed("cap", SMALL);
    Map<String, String> before = DirectoryState.of(capture);
    Run run = Run.replay(List.of(capture), "-s");
    assertEquals(3, run.code(), run.err());
    assertTrue(run.err().contains("has no end"), run.err());
    assertEquals(SMALL, run.rows().size());
    assertEquals(before, DirectoryState.of(capture));
  }

  /** What a killed recorder leaves: no end, a batch that is torn, and room that was allocated. */
  private Path killed(String name, long sessions) throws IOException {
    Path path = directory.resolve(name);
    try (SyntheticCapture capture = SyntheticCapture.in(path).clock(0, 1_000_000, "UTC")) {
      for (long i = 1; i <= sessions; i++) {
        StateFields socket = StateFields.ofSocket(i).ipv4("10.0.0.1", 1024, "10.0.0.2", 80);
        capture.state(socket.at(i * 1000, TcpState.CLOSE, TcpState.SYN_SENT));
        capture.state(socket.at(i * 1000 + 1, TcpState.SYN_SENT, TcpState.CLOSE));
      }
    }
    try (RandomAccessFile file = new RandomAccessFile(queueFile(path).toFile(), "rw")) {
      byte[] torn = new byte[TORN];
      file.seek(file.length() - TORN);
      file.readFully(torn);
      file.seek(file.length() + Integer.BYTES);
      file.write(torn);
      file.setLength(file.length() + CycleWriter.ALLOCATION_STEP);
    }
    return path;
  }

  private static Path queueFile(Path capture) throws IOException {
    try (Stream<Path> files = Files.list(capture.resolve("000001"))) {
      return files.filter(each -> each.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
  }

  /** How many bytes this process reads until a replay prints its first row, and ends there. */
  private static long readForARow(Path capture) {
    FirstRow row = new FirstRow();
    long before = bytesRead();
    List<ReplayCommand> replay = List.of(new ReplayCommand(new Output(row, false)));
    Run.capturing(unused -> Main.run(replay, "replay", "-s", capture.toString()));
    assertTrue(row.at > 0, "no row");
    return row.at - before;
  }

  /** Takes the line of names and a row, and no more. */
  private static final class FirstRow extends OutputStream {
    private int lines;
    private long at;

    @Override
    public void write(int character) throws IOException {
      if (character == '\n' && ++lines == 2) {
        at = bytesRead();
        throw new IOException("that was enough");
      }
    }
  }

  /** By all threads, from any file, whether the disk was needed for it or not. */
  private static long bytesRead() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/io"))) {
      return lines
          .filter(line -> line.startsWith("rchar: "))
          .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
          .sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
