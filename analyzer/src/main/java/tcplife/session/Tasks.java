// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.StateView;

/** Hands out one {@link Task} for what the same thread does again and again, as most sessions. */
final class Tasks {
  private final Task[] recent = new Task[1024];
  private final Processes processes;

  Tasks(Processes processes) {
    this.processes = processes;
  }

  /** The task that was current at a transition. */
  Task of(StateView event) {
    HostProcess process = processes.of(event.pid(), event.time());
    int slot = event.tid() & recent.length - 1;
    Task task = recent[slot];
    if (task == null || !task.isOf(event, process)) {
      task = Task.of(event, process);
      recent[slot] = task;
    }
    return task;
  }
}
