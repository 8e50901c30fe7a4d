// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel program and the kernel counted since the load: {@code cpu_counters} of
 * session_counters.h for each possible CPU, then the runs of {@code session} that the kernel
 * skipped.
 */
public final class ProgramCounters {
  private static final int LOST = 8;
  private static final int NESTED = 16;
  private static final int CPU_ENTRY = 24;

  private final int cpus;
  private final ByteBuffer memory;

  ProgramCounters(int cpus) {
    this.cpus = cpus;
    memory =
        ByteBuffer.allocateDirect(cpus * CPU_ENTRY + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  ByteBuffer memory() {
    return memory;
  }

  /** How many CPUs this kernel can have; they are numbered from 0. */
  public int cpus() {
    return cpus;
  }

  /** Sequence numbers taken on a CPU: events made, kept or lost. */
  public long made(int cpu) {
    return memory.getLong(cpu * CPU_ENTRY);
  }

  /** Events of a CPU for which the ring had no room. */
  public long lost(int cpu) {
    return memory.getLong(cpu * CPU_ENTRY + LOST);
  }

  /** {@link #made} of all CPUs. */
  public long made() {
    return sum(0);
  }

  /** {@link #lost} of all CPUs. */
  public long lost() {
    return sum(LOST);
  }

  /**
   * Transitions that no copy of the program saw: runs of the first that the kernel skipped, less
   * those that the second caught. A tracing program that already runs on a CPU is not run again
   * there (kernel/trace/bpf_trace.c, __bpf_trace_run).
   */
  public long skipped() {
    return memory.getLong(cpus * CPU_ENTRY) - sum(NESTED);
  }

  private long sum(int field) {
    long sum = 0;
    for (int cpu = 0; cpu < cpus; cpu++) {
      sum += memory.getLong(cpu * CPU_ENTRY + field);
    }
    return sum;
  }
}
