// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import org.jline.terminal.Terminal;
import tcplife.cli.Failure;
import tcplife.replay.Output;

/** Shows a result a screen at a time, by the program that PAGER names or less; else as it is. */
final class Pager implements AutoCloseable {
  private static final String LESS = "exec less -FSX";

  private final Process process;
  private final Output output;
  private boolean left;

  /** To the pager, until its user has seen enough. */
  private final class UntilLeft extends FilterOutputStream {
    UntilLeft(OutputStream pager) {
      super(pager);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
        out.flush();
      } catch (IOException e) {
        left = true;
        throw e;
      }
    }
  }

  Pager(Terminal terminal) {
    process = isDumb(terminal) ? null : start();
    output =
        process == null
            ? new Output(terminal.output(), false, "the terminal")
            : new Output(new UntilLeft(process.getOutputStream()), true, "the pager");
  }

  private static boolean isDumb(Terminal terminal) {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  private static boolean isInstalled(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + program + " >/dev/null").start().waitFor()
        == 0;
  }

  private static Process start() {
    String chosen = System.getenv("PAGER");
    String command = chosen == null || chosen.isBlank() ? LESS : chosen;
    try {
      if (command.equals(LESS) && !isInstalled("less")) {
        return null;
      }
      return new ProcessBuilder("sh", "-c", command)
          .redirectOutput(Redirect.INHERIT)
          .redirectError(Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Whether there is one: else the result goes to the terminal. */
  boolean isThere() {
    return process != null;
  }

  Output output() {
    return output;
  }

  /** Whether its user did not want to see all. */
  boolean isLeft() {
    return left;
  }

  /** Waits until its user has seen enough. */
  @Override
  public void close() {
    if (process == null) {
      output.flush();
      return;
    }
    try {
      output.flush();
      process.getOutputStream().close();
    } catch (IOException | Failure e) {
      // Its user did not want to see all.
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
