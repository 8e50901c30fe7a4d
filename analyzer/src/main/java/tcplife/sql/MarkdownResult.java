// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.List;
import tcplife.replay.Output;
import tcplife.replay.RowBuffer;
import tcplife.replay.SafeText;

/** A table of Markdown, in which values are text alone: no HTML, no link, no end of a cell. */
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
      SafeText.put(out, " " + escaped(text) + " ");
      out.put('|');
    }
    output.endLine();
  }

  /** Entities for what is HTML's, since not all that read Markdown know an escaped {@code <}. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("[\\\\|`\\[\\]]", "\\\\$0");
  }

  @Override
  public void end() {
    // Nothing follows.
  }
}
