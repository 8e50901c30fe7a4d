// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Seals;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.cli.ExitCode;
import tcplife.event.TcpState;
import tcplife.live.Host;

/**
 * A disk that does not give one file, or not all of it: the rest is read, and that one is named.
 */
@Timeout(120)
class UnreadableSectorIT {
  private static final int CYCLES = 5;
  private static final int RECORDS = 22;
  private static final String REASON = ": cannot be read: Input/output error";

  @TempDir private Path directory;

  @BeforeAll
  static void needStrace() {
    Host.needTool("strace");
  }

  private Path capture(boolean sealed) {
    Path path = directory.resolve("cap");
    SyntheticCapture capture = SyntheticCapture.in(path);
    for (int cycle = 1; cycle <= CYCLES; cycle++) {
      capture.clock(cycle, 1_700_000_000_000_000_000L + cycle, "UTC");
      for (int i = 0; i < RECORDS - 2; i++) {
        capture.state(
            StateFields.ofSocket(cycle * 100L + i)
                .at(cycle * 1000L + i, TcpState.CLOSE, TcpState.SYN_SENT)
                .ipv4("10.0.0.1", 1000 + i, "10.0.0.2", 443));
      }
      if (cycle < CYCLES) {
        capture.nextCycle();
      }
    }
    capture.end();
    if (sealed) {
      Seals.seal(path, null, 0);
    }
    return path;
  }

  private static Path file(Path cycle) throws Exception {
    try (var files = Files.list(cycle)) {
      return files.filter(each -> each.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
  }

  /**
   * Runs a command while reads of a file fail.
   *
   * @param first the first that does, from 1
   */
  private PackagedProgram run(String command, Path file, int first) throws Exception {
    String line =
        "strace -qq -f -o trace --seccomp-bpf -P $file -e trace=pread64"
            + " -e inject=pread64:error=EIO:when=$first+ $tcplife "
            + command;
    return PackagedProgram.run(
        directory, line, Map.of("file", file.toString(), "first", String.valueOf(first)));
  }

  private static long records(PackagedProgram events) {
    return events.out().lines().filter(line -> !line.contains("RECORDING")).count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allOtherCyclesAreReadAndTheFileIsNamed(boolean sealed) throws Exception {
    Path capture = capture(sealed);
    Path file = sealed ? capture.resolve("000003.tcap") : file(capture.resolve("000003"));
    // The head, the seal and the index of a sealed file are looked at first.
    PackagedProgram events = run("events cap --json", file, sealed ? 2 : 1);
    assertEquals((CYCLES - 1) * RECORDS, records(events), events.err());
    String where = file.toString().substring(directory.toString().length() + 1) + ": at byte ";
    assertTrue(events.err().contains(where), events.err());
    assertTrue(events.err().contains(REASON), events.err());
    assertEquals(ExitCode.INCOMPLETE, events.code(), events.err());
    assertEquals(ExitCode.INCOMPLETE, run("replay cap", file, sealed ? 2 : 1).code());
  }

  @Test
  void whatIsBeforeTheSectorIsReadToo() throws Exception {
    Path capture = capture(false);
    PackagedProgram events = run("events cap --json", file(capture.resolve("000003")), 2);
    assertEquals(CYCLES * RECORDS, records(events), events.err());
    assertTrue(events.err().contains(REASON), events.err());
    assertEquals(ExitCode.INCOMPLETE, events.code(), events.err());
  }

  /** Each of its reads in turn: it is asked first how far the cycle is written as yet. */
  @Test
  void theLastCycleIsReadAsFarAsItGoesAndItsFileIsNamed() throws Exception {
    Path file = file(capture(false).resolve("000005"));
    String count = "sql cap 'SELECT count(*) AS n FROM sockets' --format=csv";
    int first = 1;
    PackagedProgram sql = run(count, file, first);
    assertEquals("n\n" + (CYCLES - 1) * (RECORDS - 2) + "\n", sql.out(), sql.err());
    while (sql.code() != ExitCode.OK) {
      assertTrue(sql.err().contains("cap/000005/"), sql.err());
      assertTrue(sql.err().contains(REASON), sql.err());
      assertEquals(ExitCode.INCOMPLETE, sql.code(), sql.err());
      sql = run(count, file, ++first);
    }
    assertEquals("n\n" + CYCLES * (RECORDS - 2) + "\n", sql.out(), sql.err());
  }

  /** Each of its reads in turn: of the seal, of the content, and of what can be read of it. */
  @Test
  void verifySaysThatItCannotKnowAndGoesOn() throws Exception {
    Path file = capture(true).resolve("000003.tcap");
    int first = 1;
    PackagedProgram verify = run("verify cap", file, first);
    while (verify.code() != ExitCode.OK) {
      assertTrue(verify.out().contains("000003.tcap: "), verify.out() + verify.err());
      assertTrue(verify.out().contains("Input/output error"), verify.out());
      assertFalse(verify.out().contains("ALTERED"), verify.out());
      assertTrue(verify.out().contains("cycles: " + CYCLES), verify.out());
      assertEquals(ExitCode.INCOMPLETE, verify.code(), verify.out());
      verify = run("verify cap", file, ++first);
    }
    assertTrue(first > 2, "which reads fail?");
  }
}
