// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tcplife.replay.Run;

/** The table sessions is held against {@code replay --json --open}. */
final class SameRows {
  private SameRows() {}

  /** Both as JSON; of several captures the order is not the same. */
  static void assertSame(List<Path> captures) {
    Run sql =
        SqlRun.query(
            captures,
            "SELECT COLUMNS(name -> NOT regexp_matches(name, '_ns$') OR name = 'path_ns') FROM sessions",
            "--format=jsonl");
    Run replay =
        Run.of(
            Stream.concat(
                    Stream.of("replay", "--json", "--open", "--utc"),
                    captures.stream().map(Path::toString))
                .toArray(String[]::new));
    assertTrue(replay.out().lines().count() > 1);
    assertEquals(sorted(withSqlTimes(replay.out()), captures), sorted(sql.out(), captures));
    assertEquals(replay.err().replace("tcplife replay", "tcplife sql"), sql.err());
    assertEquals(replay.code(), sql.code());
  }

  /** With 2026-06-01 14:00:07.00005 for 2026-06-01T14:00:07.000050000+00:00. */
  private static String withSqlTimes(String json) {
    return json.replaceAll("T([0-9:]{8})(\\.[0-9]*?)0*[+]00:00", " $1$2").replace(".\"", "\"");
  }

  private static List<String> sorted(String text, List<Path> captures) {
    return captures.size() == 1 ? text.lines().toList() : text.lines().sorted().toList();
  }
}
