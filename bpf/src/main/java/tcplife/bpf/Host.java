// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.nio.charset.Charset;
import java.nio.file.Path;

/** System calls that a recorder needs and Java lacks. */
public final class Host {
  static {
    Bridge.load();
  }

  private Host() {}

  /**
   * From now on SIGINT, SIGTERM and SIGHUP do not end the process but are told by {@link
   * SessionProgram#await}. SIGHUP stays ignored where it is (nohup). SIGUSR1 is ignored: a wish for
   * a snapshot where none is made is no reason to end.
   */
  public static void stopOnSignals() {
    Bridge.stopOnSignals();
  }

  /** How many signals asked to stop so far. */
  public static int stopsAsked() {
    return Bridge.stopsAsked();
  }

  /** Has the current thread yield to what else wants to run, as far as the system can. */
  public static void lowerPriority() {
    Bridge.lowerPriority();
  }

  /**
   * From now on SIGUSR1 is told by {@link SessionProgram#await}, as a wish for a snapshot. After
   * {@link #stopOnSignals}.
   */
  public static void snapshotOnSignal() {
    Bridge.snapshotOnSignal();
  }

  /**
   * One moment on two clocks: CLOCK_BOOTTIME, CLOCK_REALTIME, and how long reading both took, all
   * in ns.
   */
  public static long[] clockPair() {
    long[] pair = new long[3];
    Bridge.clockPair(pair);
    return pair;
  }

  /**
   * Makes sure that the disk can back a range of a file, so that writing to a mapping of it cannot
   * fail: a page that cannot be backed ends the JVM by SIGBUS. The file's length stays.
   *
   * @throws BridgeException if it cannot; {@link BridgeException#isNoSpace} where the disk is full
   */
  public static void allocate(Path file, long offset, long length) {
    // As the system wants it; JNI's own UTF-8 is another one beyond the basic plane.
    Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding"));
    try {
      Bridge.allocate((file + "\0").getBytes(charset), offset, length);
    } catch (BridgeException e) {
      throw e.about(file.toString());
    }
  }

  /** Sets the process's file mode creation mask: the bits that new files never get. */
  public static void umask(int mask) {
    Bridge.umask(mask);
  }
}
