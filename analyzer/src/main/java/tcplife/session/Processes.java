// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import org.agrona.collections.Long2ObjectHashMap;
import tcplife.event.ProcessRecord;

/** The processes of the recorded host that are alive, and those that ended a moment ago. */
public final class Processes {
  /** What a process does as it ends, closing its sockets, comes after the record of its end. */
  private static final int ENDED = 4096;

  /** A process, and when it ended, ns of CLOCK_BOOTTIME. */
  private static final class Known {
    private final HostProcess process;
    private long end = Long.MAX_VALUE - CloseOrder.WINDOW;

    Known(HostProcess process) {
      this.process = process;
    }
  }

  /** By {@link Keys} of PIDs. */
  private final Long2ObjectHashMap<Known> byPid = new Long2ObjectHashMap<>();

  private final Known[] ended = new Known[ENDED];
  private int nextEnded;

  /** Forgets those that are alive: which are, is to be told anew. */
  public void clear() {
    byPid.clear();
  }

  /** Takes the next record. */
  public void take(ProcessRecord record) {
    Known known = byPid.get(Keys.of(record.pid()));
    switch (record.why()) {
      case ProcessRecord.FORK -> {
        Known parent = byPid.get(Keys.of(record.parent()));
        put(parent == null ? HostProcess.of(record) : HostProcess.forked(record, parent.process));
      }
      case ProcessRecord.EXIT -> {
        if (known != null) {
          end(known, record.time());
        }
      }
      case ProcessRecord.FOUND -> {
        if (known == null || isNews(record, known.process)) {
          put(HostProcess.of(record));
        }
      }
      default -> put(HostProcess.of(record));
    }
  }

  /**
   * What was seen happening is newer than what an inventory found, and says the same; but a fork of
   * a parent that was not known yet has no program.
   */
  private static boolean isNews(ProcessRecord found, HostProcess known) {
    return known.start() < found.start()
        || known.start() == found.start() && known.executable().length == 0;
  }

  private void put(HostProcess process) {
    byPid.put(Keys.of(process.pid()), new Known(process));
  }

  private void end(Known known, long time) {
    known.end = Math.min(known.end, time);
    Known oldest = ended[nextEnded];
    if (oldest != null) {
      byPid.remove(Keys.of(oldest.process.pid()), oldest);
    }
    ended[nextEnded] = known;
    nextEnded = (nextEnded + 1) % ENDED;
  }

  /**
   * The process that had a PID at a time, ns of CLOCK_BOOTTIME, as far as records tell that were
   * taken; null if none was recorded. A process that ended a while before was another.
   */
  public HostProcess of(int pid, long time) {
    Known known = byPid.get(Keys.of(pid));
    return known == null || time > known.end + CloseOrder.WINDOW ? null : known.process;
  }

  /** The same, if it had begun by then. */
  public HostProcess startedBefore(int pid, long time) {
    HostProcess process = of(pid, time);
    return process != null && process.start() <= time ? process : null;
  }
}
