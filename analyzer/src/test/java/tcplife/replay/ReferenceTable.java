// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table that tcplife's own examples show, with the options that made it.
 *
 * @param options as given to tcplife
 * @param lines header and rows, as printed; where the example breaks off, it ends
 */
record ReferenceTable(List<String> options, List<String> lines) {
  private static final String PROMPT = "# ./tcplife";

  /** All tables of reference.txt, which has tcplife's examples as they are. */
  static List<ReferenceTable> all() {
    return examples().stream().filter(each -> !each.options.contains("-h")).toList();
  }

  /** What {@code tcplife -h} prints. */
  static List<String> help() {
    return examples().stream()
        .filter(each -> each.options.contains("-h"))
        .findFirst()
        .orElseThrow()
        .lines;
  }

  private static List<ReferenceTable> examples() {
    List<ReferenceTable> examples = new ArrayList<>();
    for (String line : text().split("\n")) {
      if (line.startsWith(PROMPT)) {
        List<String> words = Arrays.asList(line.split(" "));
        examples.add(new ReferenceTable(words.subList(2, words.size()), new ArrayList<>()));
      } else if (!line.isEmpty() && !line.equals("[...]")) {
        examples.get(examples.size() - 1).lines.add(line);
      }
    }
    return examples;
  }

  private static String text() {
    try (InputStream in = ReferenceTable.class.getResourceAsStream("reference.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What must be printed. */
  String printed() {
    return String.join("\n", lines) + "\n";
  }

  /** The rows' values by the names of their columns. */
  List<Map<String, String>> rows() {
    String separator = options.stream().anyMatch(each -> each.matches("-\\w*s\\w*")) ? "," : " +";
    String[] names = lines.get(0).split(separator);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(separator);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], values[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** The COMMs of all tables, of which some are cut off in some. */
  static List<String> comms() {
    return all().stream()
        .flatMap(each -> each.rows().stream())
        .map(row -> row.get("COMM"))
        .toList();
  }

  @Override
  public String toString() {
    return "tcplife " + String.join(" ", options) + " (" + (lines.size() - 1) + " rows)";
  }
}
