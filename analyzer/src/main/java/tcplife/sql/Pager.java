// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import org.jline.terminal.Terminal;
import tcplife.cli.Failure;
import tcplife.replay.Output;

/** Shows a result a screen at a time, by the program that PAGER names or less; else as it is. */
final class Pager implements AutoCloseable {
  private final Process process;
  private final Output output;

  Pager(Terminal terminal) {
    process = isDumb(terminal) ? null : start();
    output =
        process == null
            ? new Output(terminal.output(), false, "the terminal")
            : new Output(process.getOutputStream(), true, "the pager");
  }

  private static boolean isDumb(Terminal terminal) {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  private static Process start() {
    String chosen = System.getenv("PAGER");
    String command = chosen == null || chosen.isBlank() ? "exec less -FSX" : chosen;
    try {
      // A shell says by its exit code that there is no such program; then nothing was shown.
      Process probe = new ProcessBuilder("sh", "-c", "command -v less >/dev/null").start();
      if (chosen == null && probe.waitFor() != 0) {
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

  Output output() {
    return output;
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
