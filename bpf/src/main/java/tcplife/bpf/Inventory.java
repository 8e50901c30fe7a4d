// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Finds what is there already: every process, and every open TCP socket with the processes that
 * hold it. Works in passes, each of which is begun and then read to its end; a socket that a pass
 * finds again, in the same process's hands or in nobody's, is told once. A process is looked for in
 * the PID namespace of this one. Used by one thread at a time.
 */
public final class Inventory implements AutoCloseable {
  /** Room that {@link #read} needs at least, bytes: more than the largest record. */
  public static final int LEAST_ROOM = 2048;

  private final long handle;

  /**
   * Loads the iterators into the kernel.
   *
   * @throws BridgeException if the kernel refuses them
   */
  public Inventory() {
    Bridge.load();
    handle = Bridge.openInventory(Bridge.objectFile("inventory.bpf.o"));
  }

  /** Forgets what was found: a new inventory begins. */
  public void restart() {
    Bridge.restartInventory(handle);
  }

  /** Begins a pass over all processes. */
  public void beginProcesses() {
    begin("processes", null);
  }

  /**
   * Begins a pass that gives every socket of a network namespace its cookie, and that nothing is to
   * be read of. Of sockets without one {@link #beginFiles} tells nothing.
   *
   * @param namespace null for that of this process
   * @throws BridgeException if it is gone, or this process may not enter it
   */
  public void beginCookies(Path namespace) {
    begin("cookies", namespace);
  }

  /** Begins a pass over all sockets with a cookie that processes hold, in every namespace. */
  public void beginFiles() {
    begin("files", null);
  }

  /**
   * Begins a pass over the sockets of a network namespace.
   *
   * @param namespace null for that of this process
   * @throws BridgeException if it is gone, or this process may not enter it
   */
  public void beginSockets(Path namespace) {
    begin("sockets", namespace);
  }

  private void begin(String pass, Path namespace) {
    Bridge.beginPass(handle, pass, namespace == null ? null : namespace.toString());
  }

  /**
   * Reads on in the pass that was begun.
   *
   * @param to a direct buffer; whole records are put there from its position on, which is moved
   * @return whether there were any: false at the end of the pass
   */
  public boolean read(ByteBuffer to) {
    if (!to.isDirect() || to.remaining() < LEAST_ROOM) {
      throw new IllegalArgumentException("cannot read into " + to);
    }
    int bytes = Bridge.readPass(handle, to, to.position(), to.remaining());
    to.position(to.position() + bytes);
    return bytes > 0;
  }

  /**
   * The ids that were read for the first time since the last call: see {@link Ids}. While many wait
   * {@link #read} gives nothing.
   *
   * @return null if there were none
   */
  public long[] newIds() {
    return Bridge.inventoryIds(handle);
  }

  /** Open sockets found so far, each counted once. */
  public int openSockets() {
    return Bridge.openSockets(handle);
  }

  /** Takes everything back out of the kernel. */
  @Override
  public void close() {
    Bridge.closeInventory(handle);
  }
}
