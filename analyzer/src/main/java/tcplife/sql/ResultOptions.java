// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where results go, and in which form. */
final class ResultOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "table",
      converter = Format.Converter.class,
      description = "table, csv, json, jsonl, markdown or parquet; default: ${DEFAULT-VALUE}")
  private Format format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write the result there, not to standard output")
  private Path file;

  /** Throws what a user must be told of options that do not go together. */
  void check() {
    if (format == Format.PARQUET && file == null) {
      throw new ParameterException(spec.commandLine(), "--format=parquet needs -o FILE");
    }
  }

  /** The same of options that so many results do not go together with. */
  void check(int results) {
    if (results > 1 && file != null && (format == Format.PARQUET || format == Format.JSON)) {
      throw new ParameterException(
          spec.commandLine(),
          "-o: %s: a file of %s holds the result of one statement, not of %d"
              .formatted(file, format.name().toLowerCase(Locale.ROOT), results));
    }
  }

  Format format() {
    return format;
  }

  /** The file for results, or null for standard output. */
  Path file() {
    return file;
  }
}
