// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Every native method of the project: libbpf and the few system calls that Java lacks. The other
 * side is {@code bridge.c}, {@code hidden.c}, {@code hooks.c}, {@code host.c}, {@code inventory.c},
 * {@code names.c} and {@code privileges.c}. A call that fails throws {@link BridgeException}, which
 * names it.
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

  /** The bytes of a BPF program that was built. */
  static byte[] objectFile(String name) {
    try (InputStream in = Bridge.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BridgeException(name + " is missing: the BPF program was not built");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  static native int stopsAsked();

  static native void lowerPriority();

  static native void snapshotOnSignal();

  static native void clockPair(long[] pair);

  static native void allocate(byte[] path, long offset, long length);

  static native void umask(int mask);

  static native int targetError(String section);

  static native long watchHidden(byte[] object);

  static native byte[] hiddenProcesses(long watch);

  static native void closeHidden(long watch);

  static native long[] newIds(long program);

  static native void forgetIds(long program);

  static native long openInventory(byte[] object);

  static native void restartInventory(long inventory);

  static native void beginPass(long inventory, String name, String namespace);

  static native int readPass(long inventory, ByteBuffer to, int position, int room);

  static native long[] inventoryIds(long inventory);

  static native int openSockets(long inventory);

  static native void closeInventory(long inventory);

  static native byte[] cgroups(byte[] mount);

  static native byte[] cgroup(byte[] mount, long id);

  static native byte[] user(int uid);

  static native int[] findUser(String user, String group);

  static native int[] self();

  static native void filesAs(int uid, int gid);

  static native void dropPrivileges(int uid, int gid);
}
