// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplife.cli.Failure;
import tcplife.cli.Message;
import tcplife.cli.Quantity;
import tcplife.cli.Subcommand;

/** {@code tcplife export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes captures as tables that other programs read: DuckDB, or Parquet.",
    footerHeading = "%nexamples:%n",
    footer = {
      "    tcplife export cap/ -o incident.duckdb       # all tables, views and macros",
      "    tcplife export cap/ -o sessions.parquet      # the sessions alone",
      "    tcplife export a/ b/ -o fleet --parquet      # all tables, by host and day",
      "",
      "Exits 3 if a capture is damaged or incomplete; standard error says how."
    })
public final class ExportCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "CAPTURE", description = "directories of captures")
  private List<Path> directories;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE|DIR",
      description = "what to write: a name that ends in .duckdb or .parquet says which")
  private Path output;

  @Option(
      names = "--parquet",
      description = "write a directory of Parquet files, of each table by host and day")
  private boolean parquet;

  @Option(names = "--force", description = "replace what is there")
  private boolean force;

  @Mixin private CaptureOptions captures;
  @Mixin private LimitOptions limits;

  @Override
  public Integer call() {
    Export export = export();
    CaptureSet set = captures.open(directories);
    try (ExportPlace place = new ExportPlace(output, force);
        Database database = new Database(set, limits.limits(place.draft()))) {
      List<Export.Written> written = write(export, database, place);
      tell(written, place.finish());
    }
    return Findings.tell(spec, set);
  }

  private Export export() {
    String name = output.toString().toLowerCase(Locale.ROOT);
    if (parquet) {
      return new ParquetTree();
    } else if (name.endsWith(".duckdb")) {
      return new DuckDbExport();
    } else if (name.endsWith(".parquet")) {
      return new ParquetFile();
    }
    throw new ParameterException(
        spec.commandLine(),
        "-o: " + output + ": ends neither in .duckdb nor in .parquet, and --parquet is not given");
  }

  private static List<Export.Written> write(Export export, Database database, ExportPlace place) {
    try (ProgressBar bar = new ProgressBar(database.captures())) {
      List<Export.Written> written = export.write(database, place.made());
      bar.end();
      return written;
    } catch (Failure e) {
      throw place.failure(e.getMessage());
    } catch (OutOfMemoryError e) {
      throw place.failure(SqlFailures.of(e).getMessage());
    }
  }

  private void tell(List<Export.Written> written, long bytes) {
    String rows =
        written.stream()
            .map(each -> String.format(Locale.ROOT, "%,d %s", each.rows(), each.table()))
            .collect(Collectors.joining(", "));
    Message.say(spec, output + ": " + rows + "; " + Quantity.ofBytes(bytes));
  }
}
