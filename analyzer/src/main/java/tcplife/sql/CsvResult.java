// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import tcplife.replay.Output;
import tcplife.replay.RowBuffer;
import tcplife.replay.SafeText;

/** Comma-separated values (RFC 4180): NULL is empty, an empty text is "". */
final class CsvResult implements ResultWriter {
  private final Output output;

  CsvResult(Output output) {
    this.output = output;
  }

  @Override
  public void begin(List<String> names) {
    row(List.copyOf(names));
  }

  @Override
  public void row(List<Object> values) {
    RowBuffer out = output.buffer();
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      put(out, values.get(i));
    }
    output.endLine();
  }

  private static void put(RowBuffer out, Object value) {
    if (value == null) {
      return;
    }
    String text = ValueText.of(value);
    int start = out.length();
    if (text.isEmpty()) {
      out.put("\"\"");
    } else {
      SafeText.put(out, text);
      out.quote(start);
    }
  }

  @Override
  public void end() {
    // Nothing follows.
  }
}
