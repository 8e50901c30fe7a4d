// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tcplife.live.Program;

/** Who acts in an incident: processes, each with a COMM of its own, in the hosts of a network. */
final class Cast implements AutoCloseable {
  /**
   * What a client told that it had done.
   *
   * @param sent payload, bytes
   * @param received payload, bytes
   */
  record Told(long sessions, long sent, long received) {
    static Told parse(String output) {
      long[] numbers =
          Stream.of(output.lines().findFirst().orElseThrow().split(","))
              .mapToLong(Long::parseLong)
              .toArray();
      return new Told(numbers[0], numbers[1], numbers[2]);
    }

    Told and(Told more) {
      return new Told(sessions + more.sessions, sent + more.sent, received + more.received);
    }
  }

  private final Path program;
  private final Path directory;
  private final Network network;
  private final List<Program> running = new ArrayList<>();
  private final Map<String, Told> told = new HashMap<>();

  /**
   * @param program of the actors
   * @param directory for copies of it, by whose names it is started
   */
  Cast(Path program, Path directory, Network network) {
    this.program = program;
    this.directory = directory;
    this.network = network;
  }

  /** Starts one on a host, and does not wait for it. */
  Program start(String host, String name, String arguments) {
    Path copy = directory.resolve(name);
    try {
      if (Files.notExists(copy)) {
        Files.copy(program, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String command = "ip netns exec %s %s %s".formatted(network.namespace(host), copy, arguments);
    Program actor = Program.start(command.split(" "));
    running.add(actor);
    return actor;
  }

  /** Starts one that goes on until the end; when this returns, it listens, or has its sessions. */
  Program keep(String host, String name, String arguments) {
    Path ready = directory.resolve(name + "." + running.size());
    Program actor = start(host, name, arguments + " -r " + ready);
    actor.awaitFile(ready);
    String output = actor.output();
    if (!output.isEmpty()) {
      told.merge(name, Told.parse(output), Told::and);
    }
    return actor;
  }

  /** Has a client do its work to the end. */
  void run(String host, String name, String arguments) {
    finish(name, start(host, name, arguments));
  }

  /** Waits until a client has done its work. */
  void finish(String name, Program actor) {
    actor.expectExit(0);
    told.merge(name, Told.parse(actor.output()), Told::and);
  }

  /** What a client has done; of a scanner it is ports that were open, refused, unanswered. */
  Told told(String name) {
    return told.get(name);
  }

  /** The names of all clients. */
  Stream<String> clients() {
    return told.keySet().stream();
  }

  @Override
  public void close() {
    running.forEach(Program::close);
  }
}
