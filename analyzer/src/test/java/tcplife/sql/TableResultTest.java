// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tcplife.replay.Output;

/** How much of a result a table holds back, and how wide it becomes. */
@Timeout(60)
class TableResultTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final TableResult table = new TableResult(new Output(out, false));

  @Test
  void longTextsAreNotHeldBack() {
    table.begin(List.of("text"));
    table.row(List.of("short"));
    assertEquals(0, out.size());
    table.row(List.of("x".repeat(1 << 20)));
    assertTrue(out.size() > 1 << 20, () -> out.size() + " bytes");
  }

  @Test
  void oneLongTextMakesNoOtherRowLong() {
    table.begin(List.of("text", "number"));
    table.row(List.of("x".repeat(100_000), 1));
    table.row(List.of("y", 2));
    table.end();
    String last = out.toString(StandardCharsets.UTF_8).lines().skip(3).findFirst().orElseThrow();
    assertTrue(last.matches("y +2") && last.length() < 3_000, () -> last.length() + " characters");
  }
}
