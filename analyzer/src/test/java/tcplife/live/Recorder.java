// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;
import tcplife.event.InventoryRecord;
import tcplife.event.RecordHeader;

/** A running {@code tcplife record}. */
public final class Recorder implements AutoCloseable {
  private static final String RING = "--ring-size=";

  /** Larger than usual: others may use the network while the tests do. */
  private static final String LARGE_RING = RING + "64M";

  /** What a process's exit code is when SIGKILL ended it. */
  private static final int KILLED = 128 + 9;

  private final Path capture;
  private final Path ready;
  private final Program program;

  private Recorder(
      Path directory, String launcher, Map<String, String> environment, String... options) {
    capture = directory.resolve("cap");
    ready = directory.resolve("ready");
    List<String> command =
        new ArrayList<>(
            List.of(launcher, "record", "--output=" + capture, "--ready-file=" + ready));
    command.addAll(List.of(options));
    if (Stream.of(options).noneMatch(each -> each.startsWith(RING))) {
      command.add(LARGE_RING);
    }
    program = Program.start(environment, command);
  }

  /** Starts one; when this returns, every event is recorded. */
  public static Recorder start(Path directory, String... options) {
    return new Recorder(directory, Host.TCPLIFE, Map.of(), options).awaitReady();
  }

  static Recorder start(Path directory, String launcher, Map<String, String> environment) {
    return new Recorder(directory, launcher, environment).awaitReady();
  }

  private Recorder awaitReady() {
    try {
      program.awaitFile(ready);
      return this;
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  /** Returns when what was there before it is recorded too: owners of listeners above all. */
  public Recorder awaitInventory() {
    try (RecordCursor records = Capture.open(capture).follow(damage -> {})) {
      Await.until("the inventory is complete", () -> findsInventoryEnd(records));
    }
    return this;
  }

  private static boolean findsInventoryEnd(RecordCursor records) {
    while (records.next()) {
      if (records.kind() == RecordHeader.INVENTORY_KIND
          && InventoryRecord.read(records.buffer(), records.offset()).phase()
              == InventoryRecord.END) {
        return true;
      }
    }
    return false;
  }

  /** Starts one that goes on with the capture that an earlier one left in the directory. */
  static Recorder append(Path directory) {
    return new Recorder(directory, Host.TCPLIFE, Map.of(), "--append").awaitReady();
  }

  Path capture() {
    return capture;
  }

  /** What it has said so far. */
  String said() {
    return program.errors();
  }

  /** Ends it at once, wherever it is, and takes its ready file away. */
  void kill() {
    try {
      signal("KILL");
      program.expectExit(KILLED);
      Files.delete(ready);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has it take nothing from the kernel until it is resumed. */
  public void suspend() {
    signal("STOP");
  }

  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Program.run("kill", "-" + name, Files.readString(ready).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it as Ctrl-C does, and returns the capture. */
  public Path stop() {
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
