// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tcplife.replay.Output;
import tcplife.replay.RowBuffer;

/**
 * Writes fields as lines for people: {@code name=value}, the first without its name, and nothing of
 * what is not known. A value with a space, a quote or an equals sign in it is quoted.
 */
final class TextWriter implements FieldWriter {
  private final Output output;
  private final RowBuffer out;
  private boolean first;

  TextWriter(Output output) {
    this.output = output;
    out = output.buffer();
  }

  @Override
  public void start() {
    first = true;
  }

  private void put(String name, String value) {
    if (!first) {
      out.put(' ');
      out.put(name);
      out.put('=');
    }
    first = false;
    out.put(value);
  }

  private static String quoted(String value) {
    boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> " \"=,".indexOf(c) >= 0);
    return plain ? value : '"' + value.replace("\"", "\\\"") + '"';
  }

  @Override
  public void number(String name, long value) {
    put(name, Long.toUnsignedString(value));
  }

  @Override
  public void signed(String name, long value) {
    put(name, Long.toString(value));
  }

  @Override
  public void text(String name, String value) {
    put(name, quoted(value));
  }

  @Override
  public void unknown(String name) {
    // The line has room for what is known.
  }

  @Override
  public void texts(String name, List<String> values) {
    put(name, values.stream().map(TextWriter::quoted).collect(Collectors.joining(",")));
  }

  @Override
  public void numbers(String name, long[] values) {
    put(
        name,
        Arrays.stream(values).mapToObj(Long::toUnsignedString).collect(Collectors.joining(",")));
  }

  @Override
  public void end() {
    output.endLine();
  }
}
