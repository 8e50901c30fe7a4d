// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tcplife.live.Program;

/** The packaged program, recording. */
final class RecorderProcess implements AutoCloseable {
  private final Program program;

  private RecorderProcess(Program program) {
    this.program = program;
  }

  /** Starts one in a shell that does something before; when this returns, it records. */
  static RecorderProcess startAfter(String script, Path capture, String... options) {
    Path ready = capture.resolveSibling(capture.getFileName() + ".ready" + System.nanoTime());
    List<String> arguments =
        new ArrayList<>(
            List.of("record", "-o", capture.toString(), "--ready-file", ready.toString()));
    arguments.addAll(List.of(options));
    List<String> command = Live.tcplife(arguments.toArray(String[]::new));
    return of(Live.after(script, command), ready);
  }

  /** One that a command starts; when this returns, it records. */
  static RecorderProcess of(List<String> command, Path ready) {
    RecorderProcess recorder = new RecorderProcess(Program.start(Map.of(), command));
    recorder.program.awaitFile(ready);
    return recorder;
  }

  static RecorderProcess start(Path capture, String... options) {
    return startAfter("true", capture, options);
  }

  /** Sends a signal, after which the recorder must end in order, and returns what it said. */
  String stop(String signal) {
    Program.run("kill", "-" + signal, String.valueOf(program.pid()));
    return awaitEnd();
  }

  /** Waits until the recorder ends in order, and returns what it said. */
  String awaitEnd() {
    program.expectExit(0);
    return program.errors();
  }

  /** Waits until it ends, in order or not. */
  void awaitAnyEnd() {
    program.exitCode();
  }

  /** What it has said so far. */
  String errors() {
    return program.errors();
  }

  long pid() {
    return program.pid();
  }

  @Override
  public void close() {
    program.close();
  }
}
