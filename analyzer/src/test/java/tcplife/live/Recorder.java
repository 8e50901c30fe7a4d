// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A running {@code tcplife record}. */
final class Recorder implements AutoCloseable {
  /** Larger than usual: others may use the network while the tests do. */
  private static final String RING = "64M";

  private final Path capture;
  private final Path ready;
  private final Program program;

  private Recorder(Path directory, String launcher, Map<String, String> environment) {
    capture = directory.resolve("cap");
    ready = directory.resolve("ready");
    program =
        Program.start(
            environment,
            List.of(
                launcher,
                "record",
                "--output=" + capture,
                "--ready-file=" + ready,
                "--ring-size=" + RING));
  }

  /** Starts one; when this returns, every event is recorded. */
  static Recorder start(Path directory) {
    return start(directory, Host.TCPLIFE, Map.of());
  }

  static Recorder start(Path directory, String launcher, Map<String, String> environment) {
    Recorder recorder = new Recorder(directory, launcher, environment);
    try {
      recorder.program.awaitFile(recorder.ready);
      return recorder;
    } catch (AssertionError e) {
      recorder.close();
      throw e;
    }
  }

  /** Stops it as Ctrl-C does, and returns the capture. */
  Path stop() {
    program.interrupt();
    program.expectExit(0);
    return capture;
  }

  /** What {@code tcplife replay} prints of a capture that must be whole. */
  static String replay(Path capture, String... options) {
    List<String> command = new ArrayList<>(List.of(Host.TCPLIFE, "replay", capture.toString()));
    command.addAll(List.of(options));
    return Program.run(command);
  }

  @Override
  public void close() {
    program.close();
  }
}
