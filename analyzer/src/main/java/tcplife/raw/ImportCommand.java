// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tcplife.capture.NewCapture;
import tcplife.cli.ExitCode;
import tcplife.cli.Subcommand;

/** {@code tcplife import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a capture of JSON lines, or of what perf recorded.",
    footer = {
      "",
      "Of perf it takes what these print:",
      "    perf record -a -e sock:inet_sock_set_state",
      "    perf script --ns -F comm,pid,tid,cpu,time,event,trace"
    })
public final class ImportCommand implements Subcommand {
  /** What can be imported. */
  enum Format {
    JSON,
    PERF;

    /** Its name in options and in manifests. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads a format's name. */
  static final class FormatName implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      return Arrays.stream(Format.values())
          .filter(each -> each.text().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("'" + text + "' is not json or perf"));
    }
  }

  private final InputStream standardInput;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "the lines; default, and -: standard input")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "the capture's directory: new, or empty")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      converter = FormatName.class,
      description =
          "json: as `tcplife events --json` prints it; perf: as `perf script` does; "
              + "default ${DEFAULT-VALUE}")
  private Format format;

  /** For the service loader. */
  public ImportCommand() {
    this(System.in);
  }

  ImportCommand(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  private boolean isStandardInput() {
    return file != null && file.toString().equals("-");
  }

  @Override
  public Integer call() {
    Importer importer = format == Format.PERF ? new PerfImporter() : new JsonImporter();
    try (InputLines lines = InputLines.of(isStandardInput() ? null : file, standardInput);
        NewCapture capture = NewCapture.at(output)) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        try {
          importer.take(line, capture);
        } catch (BadLineException e) {
          throw lines.failure(e.getMessage());
        }
      }
      importer.end(capture);
      if (capture.records() == 0) {
        throw lines.failureOfAll("no events in it");
      }
      capture.complete(importer.host(), format.text(), null);
    }
    return ExitCode.OK;
  }
}
