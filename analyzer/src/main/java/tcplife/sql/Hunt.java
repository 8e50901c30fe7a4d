// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import tcplife.cli.Failure;
import tcplife.session.Moment;

/**
 * A query with a question that it answers: a script in {@code sql/hunts}, whose comments at its
 * head say all of this.
 *
 * @param name the script's
 * @param question the first line of its head
 * @param help all lines of its head
 * @param parameters in their order
 * @param query with a $name for each parameter
 */
record Hunt(
    String name, String question, List<String> help, List<HuntParameter> parameters, String query) {
  /** The names of all hunts. */
  static List<String> names() {
    return SqlResources.names("hunts/");
  }

  /**
   * The hunt of a name.
   *
   * @throws Failure if there is none
   */
  static Hunt named(String name) {
    String text = names().contains(name) ? SqlResources.text("hunts/" + name) : null;
    if (text == null) {
      List<String> like = Similar.to(name, names());
      throw SqlFailures.of(
          "there is no hunt '%s'; %s"
              .formatted(
                  name,
                  like.isEmpty()
                      ? "without a name, all are listed"
                      : "there is " + String.join(", ", like)));
    }
    return of(name, text);
  }

  /** Of a script. */
  static Hunt of(String name, String text) {
    List<String> help =
        text.lines()
            .takeWhile(line -> line.startsWith("--"))
            .map(line -> line.substring(2).strip())
            .toList();
    List<HuntParameter> parameters =
        help.stream().map(HuntParameter::of).filter(Objects::nonNull).toList();
    return new Hunt(name, help.isEmpty() ? "" : help.get(0), help, parameters, text);
  }

  /**
   * Takes a value of a parameter.
   *
   * @param text NAME=VALUE
   * @return false if it is nothing of the kind
   * @throws Failure if the parameter has one
   */
  static boolean take(String text, Map<String, String> given) {
    String[] parts = text.split("=", 2);
    boolean named = parts.length == 2 && parts[0].matches("\\w+");
    if (named && given.put(parts[0].toLowerCase(Locale.ROOT), parts[1]) != null) {
      throw SqlFailures.of(parts[0] + ": given twice");
    }
    return named;
  }

  /**
   * A statement with its values.
   *
   * @param statement with $1, $2 and so on
   */
  record Bound(String statement, Object... values) {}

  /**
   * Its query with values for its parameters.
   *
   * @param given values by the names of parameters
   * @param times where a moment is in the captures, ns since 1970-01-01T00:00Z
   * @throws Failure if one is of no parameter or not of its type, or one is missing
   */
  Bound bind(Map<String, String> given, ToLongFunction<Moment> times) {
    for (String each : given.keySet()) {
      if (parameters.stream().noneMatch(parameter -> parameter.name().equals(each))) {
        throw SqlFailures.of(each + ": " + name + " has no such parameter");
      }
    }
    List<String> names = new ArrayList<>();
    List<String> statements = SqlText.statements(query);
    if (statements.size() != 1) {
      throw SqlFailures.of(name + ": not one statement");
    }
    String numbered = SqlText.withNumbers(statements.get(0), names);
    Object[] values = new Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      HuntParameter parameter = parameter(names.get(i));
      String text = given.getOrDefault(parameter.name(), parameter.standard());
      if (text.equals("-")) {
        throw SqlFailures.of(
            name + " needs " + parameter.name() + "=VALUE: " + parameter.meaning());
      }
      values[i] = parameter.value(text, times);
    }
    return new Bound(numbered, values);
  }

  private HuntParameter parameter(String wanted) {
    return parameters.stream()
        .filter(each -> each.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> SqlFailures.of(name + ": $" + wanted + " has no @param line"));
  }
}
