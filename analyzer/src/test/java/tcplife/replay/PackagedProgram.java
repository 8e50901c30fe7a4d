// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program as the build packages it, run from a shell.
 *
 * @param code exit code of the shell
 * @param out what was printed
 * @param err what was said on standard error
 */
record PackagedProgram(int code, String out, String err) {
  private static final int LONGEST_RUN = 120;

  /** Where the build puts the program and the libraries that it needs. */
  static final Path TARGET = Path.of(System.getProperty("tcplife.root"), "analyzer/target");

  /**
   * Runs a line of shell, in which {@code $tcplife} is the program.
   *
   * @param directory for output, and the shell's current one
   * @param variables that the line uses
   */
  static PackagedProgram run(Path directory, String line, Map<String, String> variables)
      throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", line)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("tcplife", java + " -jar " + TARGET.resolve("tcplife.jar"));
    builder.environment().putAll(variables);
    Process shell = builder.start();
    if (!shell.waitFor(LONGEST_RUN, TimeUnit.SECONDS)) {
      shell.destroyForcibly();
      throw new AssertionError("still runs: " + line);
    }
    return new PackagedProgram(shell.exitValue(), Files.readString(out), Files.readString(err));
  }
}
