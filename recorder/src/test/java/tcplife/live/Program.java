// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a test runs, its output kept in files. Closing it kills what still runs. */
public final class Program implements AutoCloseable {
  private static final long LONGEST_RUN = 60;

  private final List<String> command;
  private final Path output;
  private final Path errors;
  private final Process process;

  private Program(List<String> command, Map<String, String> environment) {
    this.command = command;
    try {
      output = Files.createTempFile("tcplife-test", ".out");
      errors = Files.createTempFile("tcplife-test", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      // The tests may themselves run under sudo, which a recorder would take as its own.
      builder.environment().keySet().removeIf(name -> name.startsWith("SUDO_"));
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Program start(Map<String, String> environment, List<String> command) {
    return new Program(command, environment);
  }

  public static Program start(String... command) {
    return start(Map.of(), List.of(command));
  }

  /** Runs a program to its end, which must be exit code 0, and returns what it printed. */
  public static String run(List<String> command) {
    try (Program program = start(Map.of(), command)) {
      program.expectExit(0);
      return program.output();
    }
  }

  public static String run(String... command) {
    return run(List.of(command));
  }

  /** Waits for the program's end. */
  public void expectExit(int code) {
    assertEquals(code, exitCode(), () -> command + ": " + errors());
  }

  public int exitCode() {
    try {
      if (!process.waitFor(LONGEST_RUN, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " does not end: " + errors());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(command + ": interrupted", e);
    }
    return process.exitValue();
  }

  /** As Ctrl-C does. */
  public void interrupt() {
    run("kill", "-INT", String.valueOf(process.pid()));
  }

  /** Writes a line to its standard input. */
  public void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a file that the program makes is there, as long as the program lives. */
  public void awaitFile(Path file) {
    Await.until(file + " is there", () -> Files.exists(file) || !process.isAlive());
    if (!Files.exists(file)) {
      throw new AssertionError(command + " ended with " + process.exitValue() + ": " + errors());
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** What it has written to standard output so far. */
  public String output() {
    return read(output);
  }

  /** What it has written to standard error so far. */
  public String errors() {
    return read(errors);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
