// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tcplife.replay.Output;

/** In which form results are written. */
enum Format {
  TABLE,
  CSV,
  JSON,
  JSONL,
  PARQUET,
  MARKDOWN;

  /** Reads a form's name. */
  static final class Converter implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      for (Format format : values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
          return format;
        }
      }
      throw new TypeConversionException(
          "'" + text + "' is not table, csv, json, jsonl, markdown or parquet");
    }
  }

  /** A writer of this form; not of Parquet, which DuckDB writes itself. */
  ResultWriter writer(Output output) {
    return switch (this) {
      case CSV -> new CsvResult(output);
      case JSON -> new JsonResult(output, true);
      case JSONL -> new JsonResult(output, false);
      case MARKDOWN -> new MarkdownResult(output);
      case TABLE -> new TableResult(output);
      case PARQUET -> throw new IllegalArgumentException("Parquet has no writer");
    };
  }
}
