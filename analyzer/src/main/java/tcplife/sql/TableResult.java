// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tcplife.replay.Output;
import tcplife.replay.RowBuffer;
import tcplife.replay.SafeText;

/**
 * Columns for people: numbers to the right, {@code -} for NULL. The first rows tell how wide; a
 * value that is wider moves the rest of its row.
 */
final class TableResult implements ResultWriter {
  /** Rows that are waited for. */
  private static final int MEASURED = 1000;

  /** What they may hold together, characters. */
  private static final int MEASURED_TEXT = 1 << 20;

  /** No column is made wider than this, characters. */
  private static final int WIDEST = 2000;

  private final Output output;
  private final List<List<Object>> waiting = new ArrayList<>();
  private List<String> names;
  private int[] widths;
  private long waitingText;

  TableResult(Output output) {
    this.output = output;
  }

  @Override
  public void begin(List<String> columns) {
    names = columns;
  }

  @Override
  public void row(List<Object> values) {
    if (widths != null) {
      print(values);
      return;
    }
    waiting.add(values);
    values.forEach(value -> waitingText += text(value).length());
    if (waiting.size() == MEASURED || waitingText >= MEASURED_TEXT) {
      printWaiting();
    }
  }

  @Override
  public void end() {
    if (widths == null) {
      printWaiting();
    }
  }

  private void printWaiting() {
    widths = new int[names.size()];
    measure(List.copyOf(names));
    waiting.forEach(this::measure);
    print(List.copyOf(names));
    print(Arrays.stream(widths).<Object>mapToObj("-"::repeat).toList());
    waiting.forEach(this::print);
    waiting.clear();
  }

  private void measure(List<Object> values) {
    for (int i = 0; i < widths.length; i++) {
      String text = text(values.get(i));
      int width = Math.min(WIDEST, text.codePointCount(0, text.length()));
      widths[i] = Math.max(widths[i], width);
    }
  }

  private static String text(Object value) {
    return value == null ? "-" : ValueText.of(value);
  }

  private void print(List<Object> values) {
    RowBuffer out = output.buffer();
    for (int i = 0; i < widths.length; i++) {
      int start = out.length();
      SafeText.put(out, text(values.get(i)));
      int width = widths[i] + out.continuations(start);
      if (values.get(i) instanceof Number) {
        out.padLeft(start, width);
      } else if (i < widths.length - 1) {
        out.padRight(start, width);
      }
      if (i < widths.length - 1) {
        out.put("  ");
      }
    }
    output.endLine();
  }
}
