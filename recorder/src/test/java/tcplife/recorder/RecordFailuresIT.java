// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.cli.ExitCode;
import tcplife.live.Program;

/** What cannot be done is told in one line, with the exit code that is documented. */
@Timeout(120)
class RecordFailuresIT extends RecordedIntoDirectory {
  private static void assertFails(int code, String message, List<String> command) {
    try (Program program = Program.start(Map.of(), command)) {
      assertEquals(code, program.exitCode(), program::errors);
      assertEquals("tcplife record: " + message + "\n", program.errors());
      assertEquals("", program.output());
    }
  }

  private void assertCannotRecord(String reason, String... options) {
    List<String> arguments = new ArrayList<>(List.of("record", "-o", path.toString()));
    arguments.addAll(List.of(options));
    assertFails(ExitCode.FAILED, reason, Live.tcplife(arguments.toArray(String[]::new)));
  }

  @Test
  void withoutPrivileges() throws IOException {
    List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--clear-groups"));
    command.addAll(Live.copyOfTcplife(temp, "record", "-o", path.toString()));
    assertFails(
        ExitCode.FAILED, "needs root, or the capabilities CAP_BPF and CAP_PERFMON", command);
    assertFalse(Files.exists(path));
  }

  @Test
  void withoutTheNativeLibrary() {
    assertFails(
        ExitCode.FAILED,
        "the native library cannot be loaded: no tcplife in java.library.path: /nowhere (built by"
            + " `mvn package` where clang, gcc, make and libbpf-dev are; runs with libbpf1)",
        Live.tcplifeWithoutLibrary("record", "-o", path.toString()));
    assertFalse(Files.exists(path));
  }

  @Test
  void whereNothingCanBeWritten() throws IOException {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    Path output = disk.resolve("cap");
    assertFails(
        ExitCode.FAILED,
        output + ": cannot be recorded into: read-only file system",
        Live.afterMount(
            "mount -t tmpfs -o ro tmpfs " + disk, Live.tcplife("record", "-o", output.toString())));
  }

  @Test
  void whereTheParentIsMissing() {
    path = temp.resolve("missing/cap");
    assertCannotRecord(path + ": cannot be recorded into: no such file or directory");
  }

  @Test
  void intoAFile() throws IOException {
    Files.createFile(path);
    assertCannotRecord(path + ": not a directory");
  }

  @Test
  void intoAForeignDirectory() throws IOException {
    Files.createFile(Files.createDirectory(path).resolve("holiday.jpg"));
    assertCannotRecord(path + ": neither empty nor a capture");
  }

  @Test
  void withoutANameOfADirectory() {
    assertFails(
        ExitCode.FAILED, "'': no such directory", Live.tcplife("record", "--append", "-o", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no-such-user", "root:no-such-group", "", ":", "0:", "-1", "1x", "4294967295"})
  void ofAnOwnerWhoDoesNotExist(String owner) {
    assertCannotRecord(owner + ": no such user or group", "--owner=" + owner);
    assertFalse(Files.exists(path));
  }

  @Test
  void whereTheReadyFileCannotBeWritten() {
    Path ready = temp.resolve("missing/ready");
    List<String> command =
        Live.tcplife("record", "-o", path.toString(), "--ready-file", ready.toString());
    try (Program program = Program.start(Map.of(), command)) {
      assertEquals(ExitCode.FAILED, program.exitCode());
      String said = program.errors();
      assertTrue(
          said.endsWith(
              "tcplife record: " + ready + ": cannot be written: no such file or directory\n"),
          said);
      assertFalse(said.contains("\tat "), said);
    }
  }

  @Test
  void intoACaptureThatIsThereOrBeingMade() {
    String refused = path + ": holds a capture already; --append goes on with it";
    try (RecorderProcess recorder = RecorderProcess.start(path)) {
      assertCannotRecord(refused);
      assertCannotRecord(path + ": another recorder is writing into it", "--append");
      recorder.stop("INT");
    }
    assertCannotRecord(refused);
    assertEquals(1, new Recorded(path).ends.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ring-size=5000|--ring-size: 5000 is not a power of two from 4K to 1G",
        "--ring-size=2K|--ring-size: 2048 is not a power of two from 4K to 1G",
        "--ring-size=2G|--ring-size: 2147483648 is not a power of two from 4K to 1G",
        "--ring-size=0|Invalid value for option '--ring-size': '0' is not a size such as 512M",
        "--ring-size=much|Invalid value for option '--ring-size': 'much' is not a size such as 512M",
        "--duration=10|Invalid value for option '--duration': '10' is not a time above 0 such as 90s,"
            + " 10m or 1h",
        "--duration=-1s|Invalid value for option '--duration': '-1s' is not a time above 0 such as 90s,"
            + " 10m or 1h",
        "--duration=0s|Invalid value for option '--duration': '0s' is not a time above 0 such as 90s,"
            + " 10m or 1h",
        "--snapshot-to=snaps|--snapshot-to: there are no snapshots without --snapshot-on=SIGUSR1",
        "--snapshot-last=1h|--snapshot-last: there are no snapshots without --snapshot-on=SIGUSR1",
        "--accept=all|Invalid value for option '--accept': 'all' is not auto, syscall or none",
        "--no-such-option|Unknown option: '--no-such-option'",
        "more|Unmatched argument at index 3: 'more'",
      })
  void withOptionsThatAreWrong(String optionAndMessage) {
    String[] parts = optionAndMessage.split("[|]");
    assertFails(
        ExitCode.USAGE,
        parts[1] + " (tcplife record --help lists the options)",
        Live.tcplife("record", "-o", path.toString(), parts[0]));
    assertFalse(Files.exists(path));
  }

  @Test
  void withoutAnOutput() {
    assertFails(
        ExitCode.USAGE,
        "Missing required option: '--output=DIR' (tcplife record --help lists the options)",
        Live.tcplife("record"));
  }
}
