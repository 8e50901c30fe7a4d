// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;

/** A process may name itself as it likes. */
@Timeout(60)
class CommTest {
  @TempDir private Path directory;

  @Test
  void fifteenCharactersAreWholeInWideAndCsv() {
    Run wide = replay("abcdefghijklmno", "-w");
    assertEquals("abcdefghijklmno  4", wide.rows().get(0).substring(6, 24));
    assertEquals(List.of("abcdefghijklmno"), replay("abcdefghijklmno", "-s").columns("COMM"));
  }

  @Test
  void tenCharactersAreShownInText() {
    Run text = replay("abcdefghijklmno", "");
    assertEquals("7     abcdefghij 10.0.0.1 ", text.rows().get(0).substring(0, 26));
  }

  @Test
  void spacesStay() {
    assertEquals(
        "7     tokio 1    10.0.0.1 ", replay("tokio 1", "").rows().get(0).substring(0, 26));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-w", "-s"})
  void whatATerminalWouldObeyIsNotPrinted(String options) {
    Run run = replay("a\u001b[2J\n\t\u007f\u0085", options);
    assertEquals(List.of("a?[2J?????"), List.of(run.rows().get(0).split("[ ,]+")).subList(1, 2));
    assertEquals(1, run.rows().size());
  }

  @Test
  void inCsvANameIsQuotedWhereItMustBe() {
    assertEquals(
        "7,\"a,b \"\"c\"\"\",4,10.0.0.1,1,10.0.0.2,2,0,0,1.00",
        replay("a,b \"c\"", "-s").rows().get(0));
  }

  @Test
  void anEmptyNameIsEmpty() {
    assertEquals("7,,4,10.0.0.1,1,10.0.0.2,2,0,0,1.00", replay("", "-s").rows().get(0));
  }

  private Run replay(String comm, String options) {
    CaptureScript script = new CaptureScript();
    Lifecycle.client(
        script.socket("10.0.0.1", 1, "10.0.0.2", 2),
        1_000_000,
        2_000_000,
        new CurrentTask(7, comm));
    return Run.replay(script, directory, options);
  }
}
