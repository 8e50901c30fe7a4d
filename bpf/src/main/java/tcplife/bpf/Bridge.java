// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.nio.ByteBuffer;

/**
 * Every native method of the project: libbpf and the few system calls that Java lacks. The other
 * side is {@code bridge.c}, {@code hooks.c} and {@code host.c}. A call that fails throws {@link
 * BridgeException}, which names it.
 */
final class Bridge {
  private Bridge() {}

  /**
   * Loads the native library, once.
   *
   * @throws BridgeException if it was not built, or something it needs is not installed
   */
  static void load() {
    try {
      System.loadLibrary("tcplife");
    } catch (UnsatisfiedLinkError e) {
      throw new BridgeException(
          "the native library cannot be loaded: "
              + e.getMessage()
              + " (built by `mvn package` where clang, gcc, make and libbpf-dev are; runs with"
              + " libbpf1)");
    }
  }

  static native long open(byte[] object, long ringBytes, long wakeAtBytes);

  static native void add(long program, byte[] object, String[] programs);

  static native void attach(long program, String name);

  static native void detach(long program);

  static native void close(long program);

  static native int possibleCpus();

  static native int drain(long program, ByteBuffer to, int position, int room, ByteBuffer summary);

  static native void counters(long program, ByteBuffer counters);

  static native int await(long program, int milliseconds);

  static native void stopOnSignals();

  static native void clockPair(long[] pair);

  static native void allocate(byte[] path, long offset, long length);

  static native void umask(int mask);

  static native int targetError(String section);
}
