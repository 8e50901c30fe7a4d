// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.live.Program;

/** What is left where the iterators cannot be had: here since the program has none with it. */
@Timeout(60)
class WithoutInventoryIT {
  private static final String MISSING = "inventory.bpf.o is missing: the BPF program was not built";

  @TempDir Path temp;

  @BeforeEach
  void needRecording() {
    Live.needRecording();
  }

  private List<String> crippled(String... arguments) throws IOException {
    List<String> command = Live.copyOfTcplife(temp, arguments);
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(temp.resolve("program/lib"), "tcplife-bpf-*.jar")) {
      try (FileSystem inside = FileSystems.newFileSystem(jars.iterator().next())) {
        Files.delete(inside.getPath("tcplife/bpf/inventory.bpf.o"));
      }
    }
    return command;
  }

  @Test
  void aRecordingGoesOnAndSaysSo() throws IOException {
    Path capture = temp.resolve("cap");
    List<String> command = crippled("record", "-o", capture.toString(), "-d", "500ms");
    try (Program recorder = Program.start(Map.of(), command)) {
      recorder.expectExit(0);
      String said = recorder.errors();
      assertTrue(said.contains(": no inventory of what is open already: " + MISSING), said);
      assertTrue(said.contains(", no inventory\n"), said);
    }
    assertEquals(List.of(), RecordedCycle.read(capture).get(0).marks);
  }

  @Test
  void checkSaysSoAndThatARecordingCanBegin() throws IOException {
    String said = Program.run(crippled("check"));
    assertTrue(said.lines().toList().contains("inventory  no: " + MISSING), said);
  }
}
