// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.util.List;

/** A program that a recording can do without: each is attached where the kernel lets it. */
public enum Hook {
  EXEC("process", "process_exec", "tp_btf/sched_process_exec"),
  FORK("process", "process_fork", "tp_btf/sched_process_fork"),
  EXIT("process", "process_exit", "tp_btf/sched_process_exit"),
  RESET_RECEIVED("segment", "reset_received", "tp_btf/tcp_receive_reset"),
  RESET_SENT("segment", "reset_sent", "tp_btf/tcp_send_reset"),
  RETRANSMIT("segment", "retransmit", "tp_btf/tcp_retransmit_skb"),
  CGROUP("cgroup", "cgroup_made", "tp_btf/cgroup_mkdir"),

  /** Where the kernel's own accept returns; refused where lockdown keeps integrity. */
  ACCEPT_FUNCTION("accept", "accept_function", "fexit/inet_csk_accept"),

  /** Where accept(2) returns: while attached, every system call of the host is slower. */
  ACCEPT_SYSCALL("accept_syscall", "accept_syscall", "tp/syscalls/sys_exit_accept"),

  /** Where accept4(2) returns, at the same cost. */
  ACCEPT4_SYSCALL("accept_syscall", "accept4_syscall", "tp/syscalls/sys_exit_accept4");

  /** Those that cost nothing where nothing happens, and do not depend on options. */
  public static final List<Hook> ALWAYS =
      List.of(EXEC, FORK, EXIT, RESET_RECEIVED, RESET_SENT, RETRANSMIT, CGROUP);

  private final String object;
  private final String program;
  private final String section;

  Hook(String object, String program, String section) {
    this.object = object;
    this.program = program;
    this.section = section;
  }

  /** Which object file it is in: the name of its source, before {@code .bpf.c}. */
  public String object() {
    return object;
  }

  /** The program's name in that object. */
  public String program() {
    return program;
  }

  /** What it attaches to, as its program says. */
  public String section() {
    return section;
  }

  @Override
  public String toString() {
    return section + ":" + program;
  }
}
