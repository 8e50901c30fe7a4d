// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

/**
 * Processes that a kernel hides from every BPF program, of any type: it runs none while they are
 * current. What they do, and what a softirq does that interrupts them, no recording sees.
 */
public final class HiddenProcesses {
  private HiddenProcesses() {}

  /**
   * Watches to whom the CPUs switch: a process that does not run meanwhile is not found.
   *
   * @param milliseconds how long
   * @return thread group ids, in no order, 64 at most
   * @throws BridgeException if the kernel refuses the program that watches
   */
  public static int[] find(int milliseconds) {
    Bridge.load();
    return Bridge.hiddenProcesses(Bridge.objectFile("hidden.bpf.o"), milliseconds);
  }
}
