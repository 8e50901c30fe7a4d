// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SortedMap;
import java.util.TreeMap;
import tcplife.event.RecordText;
import tcplife.event.StateLayout;

/**
 * Processes that a kernel hides from every BPF program, of any type: it runs none while they are
 * current. What they do, and what a softirq does that interrupts them, no recording sees. Watches
 * to whom the CPUs switch, from when it is made to when it is closed: a process that does not run
 * meanwhile is not found.
 */
public final class HiddenProcesses implements AutoCloseable {
  private final long handle;

  /**
   * Begins to watch.
   *
   * @throws BridgeException if the kernel refuses the program that watches
   */
  public HiddenProcesses() {
    Bridge.load();
    handle = Bridge.watchHidden(Bridge.objectFile("hidden.bpf.o"));
  }

  /** The command names of those that were found so far, by thread group id; 64 at most. */
  public SortedMap<Integer, byte[]> found() {
    ByteBuffer found =
        ByteBuffer.wrap(Bridge.hiddenProcesses(handle)).order(ByteOrder.LITTLE_ENDIAN);
    SortedMap<Integer, byte[]> names = new TreeMap<>();
    for (int at = 0; at < found.limit(); at += Integer.BYTES + StateLayout.COMM_SIZE) {
      int comm = at + Integer.BYTES;
      names.put(found.getInt(at), RecordText.readPadded(found, comm, StateLayout.COMM_SIZE));
    }
    return names;
  }

  /** Takes the program back out of the kernel. */
  @Override
  public void close() {
    Bridge.closeHidden(handle);
  }
}
