// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What all outputs take their columns from. */
@Timeout(60)
class FieldsTest {
  private static final Path MANUAL = Path.of(System.getProperty("tcplife.root"), "docs/manual.md");

  @Test
  void namesAreDifferentAndPlain() {
    List<String> names = Fields.ALL.stream().map(Field::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size());
    for (Field field : Fields.ALL) {
      assertTrue(field.name().matches("[a-z][a-z0-9_]*"), field.name());
      assertSame(field, Fields.named(field.name()));
    }
  }

  @Test
  void theManualListsEachFieldAsItIs() throws IOException {
    List<String> rows =
        Fields.ALL.stream()
            .map(
                field ->
                    "| `%s` | %s | %s | %s |"
                        .formatted(
                            field.name(),
                            field.type().name().toLowerCase(Locale.ROOT),
                            field.unit(),
                            field.meaning()))
            .toList();
    List<String> manual =
        Files.readAllLines(MANUAL).stream().filter(line -> line.startsWith("| `")).toList();
    int first = manual.indexOf(rows.get(0));
    String should = "docs/manual.md should have:\n" + String.join("\n", rows);
    assertTrue(first >= 0 && manual.size() >= first + rows.size(), should);
    assertEquals(rows, manual.subList(first, first + rows.size()), should);
  }
}
