// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each hunt says in its head which question it answers, with which parameters, and how to read it.
 */
class HuntHeadersTest {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));
  private static final Path HUNTS = ROOT.resolve("sql/hunts");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "-- @param ([a-z_]+) (text|bigint|double|timestamp|address) (\\S+)"
              + "( \\d[\\d.]*?\\.\\.\\d*)?: \\S.*");
  private static final Pattern USE = Pattern.compile("\\$([a-z_]+)");

  private static List<String> hunts() throws IOException {
    try (Stream<Path> files = Files.list(HUNTS)) {
      return files.map(file -> file.getFileName().toString().replace(".sql", "")).sorted().toList();
    }
  }

  private static List<String> lines(String hunt) throws IOException {
    return Files.readAllLines(HUNTS.resolve(hunt + ".sql"));
  }

  private static List<String> header(String hunt) throws IOException {
    return lines(hunt).stream().takeWhile(line -> line.startsWith("--")).toList();
  }

  @ParameterizedTest
  @MethodSource("hunts")
  void asksAQuestionAndSaysHowToReadTheAnswer(String hunt) throws IOException {
    assertTrue(header(hunt).get(0).matches("-- [A-Z].*\\?"), header(hunt).get(0));
    assertEquals(
        1, header(hunt).stream().filter(line -> line.startsWith("-- How to read: ")).count());
  }

  @ParameterizedTest
  @MethodSource("hunts")
  void declaresTheParametersThatItUses(String hunt) throws IOException {
    Set<String> declared = new TreeSet<>();
    for (String line : header(hunt)) {
      var parameter = PARAMETER.matcher(line);
      if (parameter.matches()) {
        declared.add(parameter.group(1));
      } else {
        assertFalse(line.contains("@param"), line);
      }
    }
    String statement =
        lines(hunt).stream().skip(header(hunt).size()).collect(Collectors.joining("\n"));
    Set<String> used =
        USE.matcher(statement)
            .results()
            .map((MatchResult use) -> use.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(used, declared);
    assertFalse(statement.contains(";"), "one statement, without an end");
  }

  @Test
  void theManualListsAllOfThem() throws IOException {
    List<String> listed =
        Files.readAllLines(ROOT.resolve("docs/manual.md")).stream()
            .dropWhile(line -> !line.equals("### Hunts"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("#"))
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("`")[1])
            .sorted()
            .toList();
    assertEquals(hunts(), listed);
  }
}
