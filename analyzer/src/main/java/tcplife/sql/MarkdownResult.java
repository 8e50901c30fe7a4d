// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import tcplife.replay.Output;
import tcplife.replay.RowBuffer;
import tcplife.replay.SafeText;

/** A table of Markdown. */
final class MarkdownResult implements ResultWriter {
  private final Output output;

  MarkdownResult(Output output) {
    this.output = output;
  }

  @Override
  public void begin(List<String> names) {
    row(List.copyOf(names));
    output.buffer().put("|" + "---|".repeat(names.size()));
    output.endLine();
  }

  @Override
  public void row(List<Object> values) {
    RowBuffer out = output.buffer();
    out.put('|');
    for (Object value : values) {
      String text = value == null ? "" : ValueText.of(value);
      SafeText.put(out, " " + text.replace("\\", "\\\\").replace("|", "\\|") + " ");
      out.put('|');
    }
    output.endLine();
  }

  @Override
  public void end() {
    // Nothing follows.
  }
}
