// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.util.List;
import java.util.function.IntConsumer;
import tcplife.replay.Output;
import tcplife.replay.RowBuffer;

/** Writes fields as JSON lines: one object a line, without spaces. */
final class JsonWriter implements FieldWriter {
  private final Output output;
  private final RowBuffer out;
  private boolean first;

  JsonWriter(Output output) {
    this.output = output;
    out = output.buffer();
  }

  @Override
  public void start() {
    out.put('{');
    first = true;
  }

  private void name(String name) {
    if (!first) {
      out.put(',');
    }
    first = false;
    string(name);
    out.put(':');
  }

  /** What is printable needs no escape but for these two. */
  private void string(String value) {
    out.put('"');
    out.put(value.replace("\\", "\\\\").replace("\"", "\\\""));
    out.put('"');
  }

  @Override
  public void number(String name, long value) {
    name(name);
    out.putDecimal(value);
  }

  @Override
  public void signed(String name, long value) {
    name(name);
    out.put(Long.toString(value));
  }

  @Override
  public void text(String name, String value) {
    name(name);
    string(value);
  }

  @Override
  public void unknown(String name) {
    name(name);
    out.put("null");
  }

  @Override
  public void texts(String name, List<String> values) {
    array(name, values.size(), i -> string(values.get(i)));
  }

  @Override
  public void numbers(String name, long[] values) {
    array(name, values.length, i -> out.putDecimal(values[i]));
  }

  private void array(String name, int length, IntConsumer value) {
    name(name);
    out.put('[');
    for (int i = 0; i < length; i++) {
      if (i > 0) {
        out.put(',');
      }
      value.accept(i);
    }
    out.put(']');
  }

  @Override
  public void end() {
    out.put('}');
    output.endLine();
  }
}
