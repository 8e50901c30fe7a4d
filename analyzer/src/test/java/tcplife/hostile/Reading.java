// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import tcplife.cli.Main;
import tcplife.cli.Subcommand;
import tcplife.replay.Output;
import tcplife.replay.Run;

/**
 * What a command did that was run in this JVM.
 *
 * @param wrong what no command may do, whatever it reads; null for nothing
 */
record Reading(int code, String err, byte[] out, String wrong) {
  private static final Pattern MESSAGE = Pattern.compile("tcplife [a-z]+: .*");

  private static final Pattern OF_THE_PROGRAM =
      Pattern.compile("internal error|not enough memory|Exception|java\\.|tcplife\\.\\w");

  private static final Set<Integer> CODES = Set.of(0, 1, 2, 3, 4);

  /**
   * Runs a command.
   *
   * @param input what is on standard input
   */
  static Reading of(String[] arguments, byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Run run =
        Run.capturing(unused -> Main.run(List.of(command(arguments[0], out, input)), arguments));
    byte[] bytes = out.toByteArray();
    String wrong = judge(run, bytes);
    if (wrong == null && isJson(arguments)) {
      wrong = judgeJson(bytes);
    }
    return new Reading(run.code(), run.err(), bytes, wrong);
  }

  /** The same with nothing on standard input. */
  static Reading of(String... arguments) {
    return of(arguments, new byte[0]);
  }

  /** What it printed. */
  String text() {
    return new String(out, StandardCharsets.UTF_8);
  }

  private static boolean isJson(String[] arguments) {
    List<String> words = List.of(arguments);
    return words.contains("--json") || words.contains("jsonl");
  }

  private static String judge(Run run, byte[] out) {
    if (!CODES.contains(run.code())) {
      return "exit code " + run.code();
    }
    boolean silent = run.err().isEmpty() && out.length == 0;
    if (run.code() != 0 && silent) {
      return "exit code " + run.code() + ", and nothing says why";
    }
    for (String line : run.messages()) {
      if (!MESSAGE.matcher(line).matches() || OF_THE_PROGRAM.matcher(line).find()) {
        return "says: " + line;
      }
    }
    if (!isPrintable(run.err().getBytes(StandardCharsets.UTF_8)) || !isPrintable(out)) {
      return "prints what a terminal would obey: " + run.err();
    }
    return null;
  }

  private static boolean isPrintable(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .chars()
          .noneMatch(each -> each != '\n' && (Character.isISOControl(each) || isHidden(each)));
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isHidden(int character) {
    int type = Character.getType(character);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static String judgeJson(byte[] out) {
    try (JsonParser json = new JsonFactory().createParser(out)) {
      while (json.nextToken() != null) {
        json.skipChildren();
      }
      return null;
    } catch (IOException e) {
      return "prints no JSON: " + e.getMessage();
    }
  }

  private static Subcommand command(String name, OutputStream out, byte[] input) {
    return ServiceLoader.load(Subcommand.class).stream()
        .map(Provider::type)
        .filter(type -> type.getAnnotation(Command.class).name().equals(name))
        .findFirst()
        .map(type -> command(type, out, input))
        .orElseThrow();
  }

  /** A command that prints and reads as the tests have it. */
  private static Subcommand command(
      Class<? extends Subcommand> type, OutputStream out, byte[] input) {
    try {
      for (Constructor<?> each : type.getDeclaredConstructors()) {
        each.setAccessible(true);
        if (List.of(each.getParameterTypes()).equals(List.of(Output.class))) {
          return (Subcommand) each.newInstance(new Output(out, true));
        } else if (List.of(each.getParameterTypes()).equals(List.of(InputStream.class))) {
          return (Subcommand) each.newInstance(new ByteArrayInputStream(input));
        }
      }
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type.getName(), e);
    }
  }
}
