// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import tcplife.replay.JsonText;
import tcplife.replay.Output;
import tcplife.replay.RowBuffer;

/** An object for each row (RFC 8259, in ASCII): as JSON lines, or all in one array. */
final class JsonResult implements ResultWriter {
  private final Output output;
  private final boolean inArray;
  private List<String> names;
  private boolean begun;

  JsonResult(Output output, boolean inArray) {
    this.output = output;
    this.inArray = inArray;
  }

  @Override
  public void begin(List<String> columns) {
    names = columns;
    if (inArray) {
      output.buffer().put('[');
    }
  }

  @Override
  public void row(List<Object> values) {
    RowBuffer out = output.buffer();
    if (inArray) {
      out.put(begun ? ",\n" : "\n");
    }
    begun = true;
    for (int i = 0; i < values.size(); i++) {
      out.put(i == 0 ? '{' : ',');
      JsonText.put(out, names.get(i));
      out.put(':');
      put(out, values.get(i));
    }
    out.put('}');
    if (!inArray) {
      output.endLine();
    }
  }

  private static void put(RowBuffer out, Object value) {
    if (value == null
        || value instanceof Double number && !Double.isFinite(number)
        || value instanceof Float small && !Float.isFinite(small)) {
      out.put("null");
    } else if (value instanceof Boolean) {
      out.put(value.toString());
    } else if (value instanceof BigDecimal number) {
      out.put(number.toPlainString());
    } else if (value instanceof Number || value instanceof BigInteger) {
      out.put(value.toString());
    } else {
      putNested(out, value);
    }
  }

  private static void putNested(RowBuffer out, Object value) {
    try {
      if (value instanceof Array array) {
        putList(out, Arrays.asList((Object[]) array.getArray()));
      } else if (value instanceof DuckDBStruct struct) {
        putMap(out, struct.getMap());
      } else if (value instanceof Map<?, ?> map) {
        putMap(out, map);
      } else {
        JsonText.put(out, ValueText.of(value));
      }
    } catch (SQLException e) {
      throw SqlFailures.of(e);
    }
  }

  private static void putList(RowBuffer out, List<?> values) {
    out.put('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      put(out, values.get(i));
    }
    out.put(']');
  }

  private static void putMap(RowBuffer out, Map<?, ?> map) {
    out.put('{');
    boolean first = true;
    for (Map.Entry<?, ?> each : map.entrySet()) {
      if (!first) {
        out.put(',');
      }
      first = false;
      JsonText.put(out, String.valueOf(each.getKey()));
      out.put(':');
      put(out, each.getValue());
    }
    out.put('}');
  }

  @Override
  public void end() {
    if (inArray) {
      output.buffer().put(begun ? "\n]" : "]");
      output.endLine();
    }
  }
}
