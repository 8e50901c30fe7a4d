// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.cli.ExitCode;
import tcplife.event.EndRecord;
import tcplife.live.Program;

/** A disk that fills up ends the recording if that is asked for, and what was written is good. */
@Timeout(120)
class FullDiskIT {
  private static final String TMPFS = "mount -t tmpfs -o size=%s tmpfs disk";
  private static final String EXT4 =
      "truncate -s %s image; mke2fs -q -t ext4 -m 0 -O ^has_journal image; mount -o loop image disk";

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  /**
   * Records onto the disk; what is on it in the end is copied away, since it goes with its mount.
   */
  private Program startRecorder(String mount, String size) throws IOException {
    Files.createDirectory(temp.resolve("disk"));
    String script =
        String.format("cd " + temp + "; " + mount, size)
            + "; code=0; \"$@\" || code=$?; cp -r --sparse=always disk/cap . || true; exit $code";
    String output = temp.resolve("disk/cap").toString();
    String ready = temp.resolve("ready").toString();
    String[] arguments = {"record", "-o", output, "--ready-file", ready, "--on-full=stop"};
    return Program.start(Map.of(), Live.afterMount(script, Live.tcplife(arguments)));
  }

  private static void assertTold(Program recorder) {
    assertEquals(ExitCode.FAILED, recorder.exitCode(), recorder::errors);
    String said = recorder.errors();
    boolean told = said.endsWith(": no space left on the device\n");
    told |= said.endsWith(" MiB free\n"); // 5 % are left to others
    assertTrue(told, said);
    assertFalse(said.contains("\tat "), said);
    assertFalse(said.contains("SIGBUS"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {TMPFS, EXT4})
  void whileEventsCome(String mount) throws IOException {
    try (Program recorder = startRecorder(mount, "24M")) {
      recorder.awaitFile(temp.resolve("ready"));
      try (Program traffic = Program.start(Map.of(), Live.traffic("churn", "-t", "60"))) {
        assertTold(recorder);
        assertTrue(traffic.isAlive(), "the disk was to fill up before");
      }
    }

    Recorded recorded = new Recorded(temp.resolve("cap"));
    long events = recorded.eventsByCpu.values().stream().mapToLong(n -> n).sum();
    assertTrue(events > 10_000, events + " events");
    EndRecord end = recorded.lastEnd();
    assertEquals(
        end.cpus().stream().mapToLong(EndRecord.Cpu::made).sum() - events,
        recorded.sequences.missing(),
        "what was given up is told");
  }

  @ParameterizedTest
  @ValueSource(strings = {TMPFS, EXT4})
  void fromTheBeginning(String mount) throws IOException {
    try (Program recorder = startRecorder(mount, "2M")) {
      assertTold(recorder);
    }
  }
}
