// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import org.agrona.collections.Int2ObjectHashMap;
import tcplife.event.ProcessRecord;

/** The processes of the recorded host that are alive, and those that ended a moment ago. */
final class Processes {
  /** What a process does as it ends, closing its sockets, comes after the record of its end. */
  private static final int ENDED = 4096;

  private final Int2ObjectHashMap<HostProcess> byPid = new Int2ObjectHashMap<>();
  private final HostProcess[] ended = new HostProcess[ENDED];
  private int nextEnded;

  void clear() {
    byPid.clear();
  }

  void take(ProcessRecord record) {
    HostProcess known = byPid.get(record.pid());
    switch (record.why()) {
      case ProcessRecord.FORK -> {
        HostProcess parent = byPid.get(record.parent());
        byPid.put(
            record.pid(),
            parent == null ? HostProcess.of(record) : HostProcess.forked(record, parent));
      }
      case ProcessRecord.EXIT -> {
        if (known != null) {
          end(known);
        }
      }
      case ProcessRecord.FOUND -> {
        // What was seen happening is newer than what an inventory found, and says the same; but a
        // fork of a parent that was not known yet has no program.
        if (known == null
            || known.start() < record.start()
            || known.start() == record.start() && known.executable().length == 0) {
          byPid.put(record.pid(), HostProcess.of(record));
        }
      }
      default -> byPid.put(record.pid(), HostProcess.of(record));
    }
  }

  private void end(HostProcess process) {
    HostProcess oldest = ended[nextEnded];
    if (oldest != null) {
      byPid.remove(oldest.pid(), oldest);
    }
    ended[nextEnded] = process;
    nextEnded = (nextEnded + 1) % ENDED;
  }

  /** The process that has a PID now, or had it last; null if none was recorded. */
  HostProcess of(int pid) {
    return byPid.get(pid);
  }

  /** The process that has a PID now, if it had begun by a time. */
  HostProcess startedBefore(int pid, long time) {
    HostProcess process = byPid.get(pid);
    return process != null && process.start() <= time ? process : null;
  }
}
