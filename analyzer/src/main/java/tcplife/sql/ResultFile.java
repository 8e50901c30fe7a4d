// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tcplife.capture.CaptureAround;
import tcplife.capture.Reason;
import tcplife.cli.Failure;
import tcplife.replay.Output;

/** Where results are written: standard output, or a file that appears when it is whole. */
final class ResultFile implements AutoCloseable {
  private final Format format;
  private final Path file;
  private final Path draft;
  private final Output output;

  private ResultFile(Format format, Path file, Path draft, Output output) {
    this.format = format;
    this.file = file;
    this.draft = draft;
    this.output = output;
  }

  /**
   * @param standard for what goes to no file
   */
  static ResultFile of(ResultOptions options, Output standard) {
    Path file = options.file();
    if (file == null) {
      return new ResultFile(options.format(), null, null, standard);
    }
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return into(file, options.format());
      }
      Path place = Files.exists(file) ? file.toRealPath() : placeOf(file);
      Path capture = CaptureAround.of(place.getParent());
      if (capture != null) {
        throw new Failure("-o: " + file + ": is within a capture, " + capture);
      }
      Path draft = Files.createTempFile(place.getParent(), "." + place.getFileName(), ".new");
      // Also when the program is interrupted.
      draft.toFile().deleteOnExit();
      Output output = new Output(Files.newOutputStream(draft), true, "-o: " + file);
      return new ResultFile(options.format(), place, draft, output);
    } catch (IOException e) {
      throw new Failure("-o: " + file + ": cannot be written: " + Reason.of(e));
    }
  }

  private static Path placeOf(Path file) throws IOException {
    Path whole = file.toAbsolutePath().normalize();
    return whole.getParent().toRealPath().resolve(whole.getFileName());
  }

  /** A device or a pipe: what it is stays. */
  private static ResultFile into(Path file, Format format) throws IOException {
    if (Files.isDirectory(file)) {
      throw new Failure("-o: " + file + ": is a directory");
    } else if (format == Format.PARQUET) {
      throw new Failure("-o: " + file + ": is no file, as parquet needs");
    }
    Output output = new Output(Files.newOutputStream(file), true, "-o: " + file);
    return new ResultFile(format, null, null, output);
  }

  /** The file that DuckDB may write, or null. */
  Path draft() {
    return format == Format.PARQUET ? draft : null;
  }

  /** Writes the result of a statement. */
  void write(Database database, String statement, Object... parameters) {
    try {
      put(database, statement, parameters);
    } catch (OutOfMemoryError e) {
      throw SqlFailures.of(e);
    }
  }

  private void put(Database database, String statement, Object... parameters) {
    if (format == Format.PARQUET) {
      try (ProgressBar bar = new ProgressBar(database.captures())) {
        database.writeParquet(statement, draft, parameters);
        bar.end();
      }
      return;
    }
    try (ProgressBar bar = new ProgressBar(database.captures());
        Query query = database.query(statement, parameters)) {
      if (file == null) {
        // From now on there are rows to be seen.
        bar.end();
      }
      query.writeTo(format.writer(output));
    } finally {
      // What came before a failure is not held back.
      output.flush();
    }
  }

  /** All was written: the file takes its place. */
  void finish() {
    if (file != null) {
      try {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new Failure("-o: " + file + ": cannot be written: " + Reason.of(e));
      }
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new Failure("-o: " + draft + ": cannot be removed: " + Reason.of(e));
    }
  }
}
