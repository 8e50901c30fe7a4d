// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tcplife.field.Field;
import tcplife.field.Fields;

/** In which form sessions are printed. */
final class FormOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-T", "--time"},
      description = "include time column on output (HH:MM:SS)")
  private boolean time;

  @Option(
      names = {"-t", "--timestamp"},
      description = "include timestamp on output (seconds)")
  private boolean timestamp;

  @Option(
      names = {"-w", "--wide"},
      description = "wide column output (fits IPv6 addresses); -ww fits the longest")
  private boolean[] wide = {};

  @Option(
      names = {"-s", "--csv"},
      description = "comma separated values output")
  private boolean csv;

  @Option(
      names = {"-x", "--extended"},
      order = HelpOrder.FORMS,
      description = "other columns, for incidents: outcome, who closed, payload, evidence, ...")
  private boolean extended;

  @Option(
      names = "--columns",
      order = HelpOrder.FORMS,
      paramLabel = "FIELDS",
      converter = FieldList.class,
      description = "these columns, in this order, such as pid,comm,outcome (see --fields)")
  private FieldList.Chosen columns;

  @Option(
      names = "--json",
      order = HelpOrder.FORMS,
      description = "JSON lines: all fields of a session, or those of -x or --columns")
  private boolean json;

  @Option(
      names = "--summary",
      order = HelpOrder.FORMS,
      description = "sums by the COMM of the owner: sessions, failures, payload, durations")
  private boolean summary;

  @Option(
      names = "--bytes",
      order = HelpOrder.FORMS,
      description = "TX_BYTES and RX_BYTES instead of KB")
  private boolean bytes;

  @Option(names = "--no-header", order = HelpOrder.FORMS, description = "without the line of names")
  private boolean noHeader;

  @Option(
      names = "--tz",
      order = HelpOrder.FORMS,
      paramLabel = "ZONE",
      converter = Zone.class,
      description = "time zone of times; default: the recording host's")
  private ZoneId zone;

  @Option(names = "--utc", order = HelpOrder.FORMS, description = "the same as --tz UTC")
  private boolean utc;

  @Option(
      names = "--as-tcplife",
      order = HelpOrder.FORMS,
      description = "PID, COMM and addresses by tcplife's own rules, its mistakes included")
  private boolean asTcplife;

  /** Reads a time zone. */
  static final class Zone implements ITypeConverter<ZoneId> {
    @Override
    public ZoneId convert(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException("'" + text + "' is not a time zone such as Europe/Paris");
      }
    }
  }

  /** Throws what a user must be told of options that do not go together. */
  void check() {
    exclude(utc, "--utc", zone != null, "--tz");
    exclude(json, "--json", csv, "-s");
    exclude(extended, "-x", columns != null, "--columns");
    exclude(summary, "--summary", extended, "-x");
    exclude(summary, "--summary", columns != null, "--columns");
    if (!hasTcplifesColumns()) {
      ofTcplife(time, "-T");
      ofTcplife(timestamp, "-t");
      ofTcplife(bytes, "--bytes");
      ofTcplife(asTcplife, "--as-tcplife");
    }
  }

  private void exclude(boolean one, String name, boolean other, String otherName) {
    if (one && other) {
      throw new ParameterException(
          spec.commandLine(), name + " and " + otherName + " exclude each other");
    }
  }

  private void ofTcplife(boolean given, String name) {
    if (given) {
      throw new ParameterException(
          spec.commandLine(),
          name + " is for tcplife's columns, not for -x, --columns, --json or --summary");
    }
  }

  /** Whether tcplife's columns are printed, which know only sessions whose beginning was seen. */
  boolean hasTcplifesColumns() {
    return !extended && columns == null && !json && !summary;
  }

  boolean asTcplife() {
    return asTcplife;
  }

  /** The time zone of times; null: where each session was recorded. */
  ZoneId zone() {
    return utc ? ZoneOffset.UTC : zone;
  }

  /** The form that was asked for. */
  Form form(Output output) {
    if (summary) {
      return new Summary(new SummaryTable(layout(), json, !noHeader, output));
    } else if (json) {
      return new JsonLines(fields(Fields.ALL), zone(), output);
    }
    Layout layout = layout();
    List<Column> chosen =
        hasTcplifesColumns()
            ? Columns.of(time, timestamp, bytes, layout)
            : columnsOf(fields(Fields.EXTENDED), layout);
    return new Table(chosen, layout, !noHeader, output);
  }

  private List<Field> fields(List<Field> usual) {
    if (columns != null) {
      return columns.fields();
    }
    return extended ? Fields.EXTENDED : usual;
  }

  private List<Column> columnsOf(List<Field> fields, Layout layout) {
    FieldWriter values = layout == Layout.CSV ? new CsvWriter(zone()) : new TextWriter(zone());
    List<Column> chosen = new ArrayList<>();
    for (Field field : fields) {
      chosen.add(Column.of(field, chosen.size() == fields.size() - 1, values));
    }
    return chosen;
  }

  private Layout layout() {
    if (csv) {
      return Layout.CSV;
    }
    return switch (wide.length) {
      case 0 -> Layout.TEXT;
      case 1 -> Layout.WIDE;
      default -> Layout.WIDER;
    };
  }
}
