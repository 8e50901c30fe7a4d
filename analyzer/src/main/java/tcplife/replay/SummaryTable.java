// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import tcplife.field.Field.Sink;
import tcplife.field.Field.Type;
import tcplife.replay.Summary.Group;

/** Prints a summary: as a table, as CSV, or as JSON lines. */
final class SummaryTable {
  private record Value(String name, Type type, int width, BiConsumer<Group, Sink> reader) {}

  private static final List<Value> VALUES =
      List.of(
          new Value("comm", Type.TEXT, 16, SummaryTable::comm),
          number("sessions", 10, Group::sessions),
          number("failed", 10, Group::failed),
          number("payload_sent", 16, Group::sent),
          number("payload_received", 16, Group::received),
          duration("duration_median", 50),
          duration("duration_p99", 99));

  private final Layout layout;
  private final boolean json;
  private final boolean header;
  private final Output output;
  private final FieldWriter writer;

  /**
   * @param json whether it is JSON lines, whatever the layout
   * @param header whether a line of names comes first, where there is one
   */
  SummaryTable(Layout layout, boolean json, boolean header, Output output) {
    this.layout = layout;
    this.json = json;
    this.header = header && !json;
    this.output = output;
    FieldWriter values = layout == Layout.CSV ? new CsvWriter(null) : new TextWriter(null);
    writer = json ? new JsonWriter(null) : values;
  }

  private static Value number(String name, int width, ToLongFunction<Group> of) {
    return new Value(name, Type.NUMBER, width, (group, to) -> to.number(of.applyAsLong(group)));
  }

  private static Value duration(String name, double percent) {
    return new Value(
        name,
        Type.DURATION,
        16,
        (group, to) -> {
          long duration = group.duration(percent);
          if (duration < 0) {
            to.none();
          } else {
            to.number(duration);
          }
        });
  }

  private static void comm(Group group, Sink to) {
    if (group.comm() == null) {
      to.none();
    } else {
      to.text(group.comm());
    }
  }

  void print(List<Group> groups) {
    RowBuffer out = output.buffer();
    if (header) {
      for (Value each : VALUES) {
        int start = begin(out, each);
        out.put(each.name());
        end(out, start, each);
      }
      output.endLine();
    }
    for (Group group : groups) {
      for (Value each : VALUES) {
        int start = begin(out, each);
        each.reader().accept(group, writer.as(each.type(), out));
        end(out, start, each);
      }
      if (json) {
        out.put('}');
      }
      output.endLine();
    }
  }

  private int begin(RowBuffer out, Value value) {
    int index = VALUES.indexOf(value);
    if (json) {
      JsonLines.putName(out, index, value.name());
    } else if (index > 0) {
      out.put(layout.separator());
    }
    return out.length();
  }

  private void end(RowBuffer out, int start, Value value) {
    boolean text = value.type() == Type.TEXT;
    if (!json && layout == Layout.CSV && text) {
      out.quote(start);
    } else if (!json && layout != Layout.CSV && text) {
      out.padRight(start, value.width() + out.continuations(start));
    } else if (!json && layout != Layout.CSV) {
      out.padLeft(start, value.width());
    }
  }
}
