// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.StateView;

/** Hands out one {@link Task} for what the same process does again and again, as most sessions. */
final class Tasks {
  private final Task[] recent = new Task[1024];

  /** The task that was current at a transition. */
  Task of(StateView event) {
    int slot = event.pid() & recent.length - 1;
    Task task = recent[slot];
    if (task == null || !task.isOf(event)) {
      task = Task.of(event);
      recent[slot] = task;
    }
    return task;
  }
}
