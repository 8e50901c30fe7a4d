// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplife.capture.Reason;
import tcplife.cli.Failure;

/** The lines of a text, as bytes: it need not be in any encoding. Failures name file and line. */
final class InputLines implements AutoCloseable {
  /** No record needs a longer line, bytes. */
  private static final int LONGEST = 1 << 20;

  private final String name;
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;

  private InputLines(String name, InputStream in) {
    this.name = name;
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** Of a file; null: of standard input. */
  static InputLines of(Path file, InputStream standard) {
    if (file == null) {
      return new InputLines("standard input", standard);
    }
    try {
      return new InputLines(file.toString(), Files.newInputStream(file));
    } catch (IOException e) {
      throw new Failure(file + ": cannot be read: " + Reason.of(e));
    }
  }

  /** The next line that is not blank, without its end; null at the end of the text. */
  byte[] next() {
    try {
      while (read()) {
        if (!line.toString(StandardCharsets.ISO_8859_1).isBlank()) {
          return line.toByteArray();
        }
      }
      return null;
    } catch (IOException e) {
      throw new Failure(name + ": cannot be read: " + Reason.of(e));
    }
  }

  private boolean read() throws IOException {
    line.reset();
    number++;
    int each = in.read();
    if (each < 0) {
      return false;
    }
    while (each >= 0 && each != '\n') {
      if (line.size() == LONGEST) {
        throw failure("a line of more than " + LONGEST + " bytes");
      }
      line.write(each);
      each = in.read();
    }
    return true;
  }

  /** That the current line is not as it should be. */
  Failure failure(String reason) {
    return new Failure(name + ": line " + number + ": " + reason);
  }

  /** That the text as a whole is not as it should be. */
  Failure failureOfAll(String reason) {
    return new Failure(name + ": " + reason);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new Failure(name + ": " + Reason.of(e));
    }
  }
}
