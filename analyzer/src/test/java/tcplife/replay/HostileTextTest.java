// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.event.NameRecord;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** Names and arguments that are meant to be more than that to a terminal, or to break a row. */
@Timeout(60)
class HostileTextTest {
  /**
   * Escapes, ends of lines, C1, a right-to-left override, a line separator, a private character.
   */
  private static final String HOSTILE = "\u001b[2J\r\n\t\u007f\u009b\u202e\u2028\ue000";

  private static final String TEXTS =
      "command_line,executable,cgroup_path,owner_cgroup_path,user,netns_name";

  @TempDir private Path directory;
  private final CaptureScript script = new CaptureScript();

  @BeforeEach
  void aHostileSession() {
    CurrentTask task = new CurrentTask(7, "\u001b\n\u009b\",a");
    script
        .name(NameRecord.CGROUP, 5, "/a" + HOSTILE)
        .name(NameRecord.USER, 33, "b" + HOSTILE)
        .name(NameRecord.NETNS, 9, "c" + HOSTILE)
        .exec(task, 1, 33, 5, "/d" + HOSTILE, "e" + HOSTILE + " \"f,g\"");
    Lifecycle.client(
        script.socket("10.0.0.1", 1, "10.0.0.2", 2).owner(33, 5).netns(9),
        1_000_000,
        2_000_000,
        task);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-s",
        "-x",
        "-x -s",
        "-x -ww",
        "--json",
        "--json -x",
        "--columns " + TEXTS,
        "-s --columns " + TEXTS,
        "--summary",
        "--summary -s",
        "--summary --json"
      })
  void nothingThatATerminalWouldObeyIsPrinted(String options) {
    Run run = Run.replay(script, directory, options);
    int lines = options.contains("--json") ? 1 : 2;
    assertEquals(lines, run.out().lines().count());
    assertTrue(run.out().replace("\n", "").codePoints().allMatch(HostileTextTest::isHarmless));
  }

  private static boolean isHarmless(int point) {
    return point >= ' ' && point < 0x7f;
  }

  @Test
  void inTextAndCsvEachCharacterThatIsNotToBeSeenIsAQuestionMark() {
    assertEquals(
        List.of("/a?[2J????????,\"e?[2J???????? \"\"f,g\"\"\""),
        Run.replay(script, directory, "-s --columns cgroup_path,command_line").rows());
  }

  @Test
  void inJsonNothingIsLost() throws IOException {
    Run run = Run.replay(script, directory, "--json --columns cgroup_path,command_line");
    assertEquals(
        "{\"cgroup_path\":\"/a\\u001b[2J\\u000d\\u000a\\u0009\\u007f\\u009b\\u202e\\u2028\\ue000\","
            + "\"command_line\":\"e\\u001b[2J\\u000d\\u000a\\u0009\\u007f\\u009b\\u202e\\u2028"
            + "\\ue000 \\\"f,g\\\"\"}\n",
        run.out());
    assertTrue(JsonLinesTest.parse(run.out()).containsValue(JsonToken.VALUE_STRING));
  }

  @Test
  void whatIsPrintableInAnyLanguageIsShownAndAligned() {
    CaptureScript other = new CaptureScript().name(NameRecord.USER, 1, "jür名😀");
    Lifecycle.client(
        other.socket("10.0.0.1", 1, "10.0.0.2", 2).owner(1, 0),
        1_000,
        2_000,
        new CurrentTask(7, "a"));
    Run run = Run.replay(other, directory, "--columns user,local_port");
    assertEquals(List.of("jür名😀    1"), run.rows());
  }
}
