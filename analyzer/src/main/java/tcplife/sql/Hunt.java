// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcplife.cli.Failure;
import tcplife.event.StateLayout;
import tcplife.replay.Addresses;

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
    String name, String question, List<String> help, List<Parameter> parameters, String query) {
  /** Bytes before the IPv4 address in one of a dual-stack socket. */
  private static final int MAPPED = 12;

  private static final Pattern PARAMETER =
      Pattern.compile("@param\\s+(\\w+)\\s+(\\w+)\\s+([^:]*):\\s*(.*)");

  /**
   * A value that may be given: {@code -- @param name type default: meaning}.
   *
   * @param type bigint, double, boolean, timestamp (UTC), address, or anything else for text
   * @param standard its value where none is given; {@code -} if one must be
   */
  record Parameter(String name, String type, String standard, String meaning) {
    /** A value of its type. */
    private Object value(String text) {
      try {
        return switch (type) {
          case "bigint" -> Long.valueOf(text);
          case "double" -> Double.valueOf(text);
          case "boolean" -> Boolean.valueOf(text);
          case "timestamp" -> time(text);
          case "address" -> address(text);
          default -> text;
        };
      } catch (IllegalArgumentException | DateTimeParseException e) {
        String article = type.startsWith("a") ? "an" : "a";
        throw SqlFailures.of("%s=%s: not %s %s".formatted(name, text, article, type));
      }
    }

    /** In the one way in which sessions have it. */
    private static String address(String text) {
      byte[] bytes = Addresses.parse(text);
      if (bytes == null) {
        throw new IllegalArgumentException(text);
      }
      byte[] whole = Arrays.copyOf(bytes, StateLayout.ADDRESS_SIZE);
      boolean mapped = Arrays.equals(whole, 0, MAPPED, Addresses.mapped(new byte[4]), 0, MAPPED);
      if (bytes.length == whole.length && mapped) {
        whole = Arrays.copyOf(Arrays.copyOfRange(bytes, MAPPED, bytes.length), whole.length);
      }
      return Addresses.text(whole, bytes.length < whole.length || mapped);
    }

    /** 2026-11-24, or with a time of day behind. */
    private static LocalDateTime time(String text) {
      boolean isDay = text.length() == "2026-11-24".length();
      return LocalDateTime.parse((isDay ? text + "T00:00" : text).replace(' ', 'T'));
    }
  }

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
      throw SqlFailures.of("there is no hunt '" + name + "'; without a name, all are listed");
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
    List<Parameter> parameters = new ArrayList<>();
    for (String line : help) {
      Matcher parameter = PARAMETER.matcher(line);
      if (parameter.matches()) {
        parameters.add(
            new Parameter(
                parameter.group(1).toLowerCase(Locale.ROOT),
                parameter.group(2).toLowerCase(Locale.ROOT),
                parameter.group(3).strip(),
                parameter.group(4)));
      }
    }
    return new Hunt(name, help.isEmpty() ? "" : help.get(0), help, parameters, text);
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
   * @throws Failure if one is of no parameter or not of its type, or one is missing
   */
  Bound bind(Map<String, String> given) {
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
      Parameter parameter = parameter(names.get(i));
      String text = given.getOrDefault(parameter.name(), parameter.standard());
      if (text.equals("-")) {
        throw SqlFailures.of(
            name + " needs " + parameter.name() + "=VALUE: " + parameter.meaning());
      }
      values[i] = parameter.value(text);
    }
    return new Bound(numbered, values);
  }

  private Parameter parameter(String wanted) {
    return parameters.stream()
        .filter(each -> each.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> SqlFailures.of(name + ": $" + wanted + " has no @param line"));
  }
}
