// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tcplife.event.TcpState;
import tcplife.live.Program;
import tcplife.recorder.RecordedCycle.Found;

/** A process that holds connections, both ends of each, in a network namespace of its own. */
final class Holder implements AutoCloseable {
  private static final int UP = 1234;
  private static final int DOWN = 567;

  private final Program program;
  private final int connections;
  private final int halfClosed;

  private Holder(Program program, int connections, int halfClosed) {
    this.program = program;
    this.connections = connections;
    this.halfClosed = halfClosed;
  }

  /**
   * Starts one; when this returns, all connections are open.
   *
   * @param halfClosed of so many, the clients have said that they will send no more
   * @param options further ones of {@code traffic hold}
   */
  static Holder start(Path ready, int connections, int halfClosed, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("hold", "-r", ready.toString(), "-n", "" + connections));
    arguments.addAll(List.of("-s", "" + halfClosed, "-u", "" + UP, "-d", "" + DOWN));
    arguments.addAll(List.of(options));
    Program program = Program.start(Map.of(), Live.traffic(arguments.toArray(String[]::new)));
    Holder holder = new Holder(program, connections, halfClosed);
    program.awaitFile(ready);
    return holder;
  }

  long pid() {
    return program.pid();
  }

  int netns() {
    return (int) Long.parseLong(program.output().lines().findFirst().orElseThrow());
  }

  /** What an inventory must find of its sockets, sorted. */
  List<String> expected() {
    List<int[]> lines =
        program
            .output()
            .lines()
            .skip(1)
            .map(line -> List.of(line.split(",")).stream().mapToInt(Integer::parseInt).toArray())
            .toList();
    int port = lines.get(0)[1];
    List<String> expected = new ArrayList<>();
    expected.add(line(TcpState.LISTEN, port, 0, lines.get(0)[0], 0, 0, 0));
    for (int i = 1; i <= connections; i++) {
      int[] line = lines.get(i);
      boolean half = i <= halfClosed;
      int client = half ? TcpState.FIN_WAIT2 : TcpState.ESTABLISHED;
      int server = half ? TcpState.CLOSE_WAIT : TcpState.ESTABLISHED;
      int fin = half ? 1 : 0;
      expected.add(line(client, line[2], port, line[0], UP, DOWN, DOWN));
      expected.add(line(server, port, line[2], line[1], DOWN, UP + fin, fin));
    }
    return expected.stream().sorted().toList();
  }

  private String line(
      int state, int local, int remote, int descriptor, long sent, long received, long unread) {
    return line(state, local, remote, program.pid(), "traffic", descriptor, sent, received, unread);
  }

  /** The same of what was found. */
  static String line(Found found) {
    return line(
        found.state(),
        found.localPort(),
        found.remotePort(),
        found.pid(),
        found.comm(),
        found.descriptor(),
        found.sent(),
        found.received(),
        found.unread());
  }

  private static String line(
      int state,
      int local,
      int remote,
      long pid,
      String comm,
      int descriptor,
      long sent,
      long received,
      long unread) {
    return String.format(
        "state %d, %d > %d, %d %s by %d, sent %d, received %d, unread %d",
        state, local, remote, pid, comm, descriptor, sent, received, unread);
  }

  @Override
  public void close() {
    program.close();
  }
}
