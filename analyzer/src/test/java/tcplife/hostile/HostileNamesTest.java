// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.replay.Run;

/** Names of directories and files, and texts in manifests, that are meant to be more than that. */
@Timeout(300)
class HostileNamesTest {
  /** All that are quick, and one of each that begins with a database. */
  private static final List<ReadingCommand> COMMANDS =
      Stream.of(
              ReadingCommand.QUICK.stream(),
              ReadingCommand.SLOW.stream().filter(each -> each.toString().contains("OUT.")),
              ReadingCommand.SLOW.stream().filter(each -> each.toString().contains("jsonl")))
          .flatMap(each -> each)
          .toList();

  private static final Map<ReadingCommand, Reading> EXPECTED = new HashMap<>();

  @TempDir private static Path place;
  private static Path capture;

  @TempDir private Path directory;
  private int outputs;

  @BeforeAll
  static void record() {
    capture = SomeCapture.sealed(place.resolve("cap"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's \"quoted\"",
        "'; DROP VIEW sessions; --",
        "'); COPY (SELECT 1) TO 'out",
        "a;b=c?d#e&f",
        "two\nlines",
        "\u001b[2J\u0007\u007f",
        "$(touch x) `y` %n %s {0} \\",
        "<b>|&amp;",
        "..."
      })
  void everyCommandReadsACaptureOfAnyName(String name) throws IOException {
    Path hostile = directory.resolve(name);
    CaptureBytes.of(capture).write(hostile);
    for (ReadingCommand each : COMMANDS) {
      Reading expected = expected(each);
      Reading reading = read(each, hostile);
      assertEquals(expected.code(), reading.code(), () -> each + ": " + reading.err());
      // What is asked of the records; the others name the capture.
      if (each.words().get(0).matches("replay|events|diff")) {
        assertEquals(expected.text(), reading.text(), each::toString);
      }
    }
    try (var files = Files.list(directory)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertTrue(
          names.stream().allMatch(file -> file.startsWith("out ") || file.equals(name)),
          names::toString);
    }
  }

  /** What it does with a capture that has an ordinary name. */
  private Reading expected(ReadingCommand command) {
    return EXPECTED.computeIfAbsent(command, unused -> read(command, capture));
  }

  private Reading read(ReadingCommand command, Path of) {
    Path to = directory.resolve("out " + outputs++);
    Reading reading = Reading.of(command.arguments(of, to), new byte[0]);
    assertNull(reading.wrong(), () -> command + ": " + reading.wrong());
    return reading;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\": 1, \"recordings\": [\u001b]0;x\u0007}",
        "\u009b2J\u202e",
        "{\"format\": 1, \"id\": \"\\u001b[2J\", \"host\": \"a\\r\\nb\\u202e\\u2028\", \"recordings\":"
            + " [{\"first_cycle\": 1, \"started\": \"\\u001b\", \"boot_id\": \"\\u009b\", \"kernel\":"
            + " \"\\u0007\", \"time_zone\": \"\\u001bZ\", \"tool\": \"\\ud800\", \"hooks\": [\"\\n\"]}]}"
      })
  void noTextOfAManifestReachesATerminal(String manifest) throws IOException {
    Path hostile = directory.resolve("cap");
    CaptureBytes.of(capture).write(hostile);
    Files.writeString(hostile.resolve("manifest.json"), manifest);
    for (ReadingCommand each : COMMANDS) {
      read(each, hostile);
    }
  }

  @Test
  void aDamagedFileIsNamedInOneLine() throws IOException {
    Path damaged = SomeCapture.raw(directory.resolve("cap"));
    Path cycle = damaged.resolve("000001");
    Path file = cycle.resolve("a\u001b[2J\nb.cq4");
    Files.move(cycle.resolve("19700101L.cq4"), file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 40] ^= 1;
    bytes[2000] ^= 1;
    Files.write(file, bytes);
    Run run = Run.of("replay", damaged.toString());
    assertEquals(3, run.code());
    assertTrue(
        run.messages().stream()
            .anyMatch(line -> line.startsWith("tcplife replay: " + cycle + "/a?[2J b.cq4: ")),
        run.err());
  }
}
