// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tcplife.replay.Run;
import tcplife.sql.SqlRun;

/** What a hunt finds in captures. */
final class Hunt {
  /** A comma that is not within quotes. */
  private static final String SEPARATOR = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

  private final List<String> names;
  private final List<List<String>> rows;

  private Hunt(List<String> lines) {
    names = values(lines.get(0));
    rows = lines.stream().skip(1).map(Hunt::values).toList();
  }

  private static List<String> values(String line) {
    return List.of(line.split(SEPARATOR, -1));
  }

  /** Hunts in one capture. */
  static Hunt of(Path capture, String name, String... parameters) {
    return of(List.of(capture), name, parameters);
  }

  static Hunt of(List<Path> captures, String name, String... parameters) {
    Run run = SqlRun.hunt(captures, name, parameters);
    assertEquals("", run.err());
    assertEquals(0, run.code());
    return new Hunt(run.out().lines().toList());
  }

  /** Hunts in a capture that is known not to be whole. */
  static Hunt ofIncomplete(Path capture, String name) {
    Run run = SqlRun.hunt(List.of(capture), name);
    assertEquals(3, run.code(), run.err());
    return new Hunt(run.out().lines().toList());
  }

  /** The values of some columns, with blanks between them, of each row; of what is NULL, null. */
  List<String> rows(String columns) {
    List<Integer> chosen = new ArrayList<>();
    for (String column : columns.split(" ")) {
      assertTrue(names.contains(column), () -> column + " is none of " + names);
      chosen.add(names.indexOf(column));
    }
    return rows.stream()
        .map(
            row ->
                chosen.stream()
                    .map(index -> row.get(index).isEmpty() ? "null" : row.get(index))
                    .collect(Collectors.joining(" ")))
        .toList();
  }
}
