// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.List;
import tcplife.event.StateView;
import tcplife.live.Program;

/** Makes synthetic events in the ring of a recorder, whose order and number are known. */
final class Generator {
  private static final String PROGRAM = Live.TRAFFIC.resolveSibling("generator").toString();

  /** Its sockets are in this network namespace. */
  private static final int NAMESPACE = 1;

  private static final long FIRST_COOKIE = 1L << 48;

  /**
   * The states that the ends of a connection come to, in the order of its events: client, server.
   */
  private static final List<List<Integer>> STATES =
      List.of(List.of(2, 1, 4, 5, 7), List.of(3, 1, 8, 9, 7));

  /** Events of a connection: those of its ends take turns. */
  private static final int STEPS = 10;

  private Generator() {}

  /**
   * Makes so many, as fast as possible.
   *
   * @return how many of them the ring had no room for
   */
  static long run(long pid, long events) {
    String said = Program.run(PROGRAM, "-p", String.valueOf(pid), "-n", String.valueOf(events));
    return Long.parseLong(said.split(" ")[3]);
  }

  /** Makes so many, and never more at once than the ring can hold. */
  static Program start(long pid, long events) {
    return Program.start(PROGRAM, "-b", "-p", String.valueOf(pid), "-n", String.valueOf(events));
  }

  /**
   * Ends one that was started.
   *
   * @return events of all sockets for which the ring had no room since the recorder began; 0 if it
   *     had not begun
   */
  static long counted(Program generator) {
    generator.interrupt();
    if (generator.exitCode() != 0) {
      return 0;
    }
    return Long.parseLong(generator.output().strip().replaceFirst("(?s).* ", ""));
  }

  /** How many of its events a capture holds. */
  static long events(Recorded recorded) {
    return recorded.byNamespace.get(NAMESPACE).events;
  }

  /** Which of the generator's events one is, from 0; -1 if it is none of them. */
  static long index(StateView event) {
    if (event.netns() != NAMESPACE || event.cookie() < FIRST_COOKIE) {
      return -1;
    }
    long session = (event.cookie() - FIRST_COOKIE) / 2;
    int side = (int) (event.cookie() - FIRST_COOKIE) % 2;
    int place = STATES.get(side).indexOf(event.newState());
    return session * STEPS + 2 * place + side;
  }
}
