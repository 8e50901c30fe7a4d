// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tcplife's own examples show comes out of a capture, byte for byte. */
@Timeout(60)
class ReferenceExamplesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("tcplife.replay.ReferenceTable#all")
  void anExampleIsPrintedByteForByte(ReferenceTable table) {
    assertEquals(table.printed(), print(table).out());
  }

  @ParameterizedTest
  @MethodSource("tcplife.replay.ReferenceTable#all")
  void anExampleIsPrintedByteForByteByTcplifesRules(ReferenceTable table) {
    assertEquals(table.printed(), print(table, "--as-tcplife").out());
  }

  @ParameterizedTest
  @MethodSource("tcplife.replay.ReferenceTable#all")
  void aCaptureThatIsWholeSaysNothingElse(ReferenceTable table) {
    Run run = print(table);
    assertEquals("", run.err());
    assertEquals(0, run.code());
  }

  @Test
  void noExampleIsForgotten() {
    List<ReferenceTable> tables = ReferenceTable.all();
    assertEquals(
        List.of("", "-w", "", "-t", "-stT", "-L 22,80"),
        tables.stream().map(table -> String.join(" ", table.options())).toList());
    assertEquals(
        List.of(8, 6, 12, 8, 8, 1), tables.stream().map(table -> table.rows().size()).toList());
  }

  private Run print(ReferenceTable table, String... more) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Map<String, String> row : table.rows()) {
      if (table.options().contains("-L")) {
        rows.add(otherEnd(row));
      }
      rows.add(row);
    }
    String options = String.join(" ", table.options());
    return Run.replay(ReferenceCapture.of(rows), directory, options, more);
  }

  /** What an option that filters by the local port must leave out. */
  private static Map<String, String> otherEnd(Map<String, String> row) {
    Map<String, String> other = new HashMap<>(row);
    other.put("LADDR", row.get("RADDR"));
    other.put("LPORT", row.get("RPORT"));
    other.put("RADDR", row.get("LADDR"));
    other.put("RPORT", row.get("LPORT"));
    return other;
  }
}
