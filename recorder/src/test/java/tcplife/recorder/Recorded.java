// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;
import tcplife.capture.SequenceAccount;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;
import tcplife.event.StateView;

/** What a capture holds, counted. */
final class Recorded {
  /** The sockets of one network namespace. */
  static final class Sockets {
    private final Map<Long, Integer> lastState = new HashMap<>();
    long events;

    /** Transitions that do not begin where the last one of their socket ended. */
    long leaps;

    int count() {
      return lastState.size();
    }

    /** How many sockets were left in a state. */
    long in(int state) {
      return lastState.values().stream().filter(last -> last == state).count();
    }

    private void add(StateView state) {
      events++;
      Integer before = lastState.put(state.cookie(), state.newState());
      leaps += before == null || before == state.oldState() ? 0 : 1;
    }
  }

  /** Kinds of the recorder's own records, in order. */
  final List<Integer> ownKinds = new ArrayList<>();

  final List<LossRecord> losses = new ArrayList<>();
  final List<EndRecord> ends = new ArrayList<>();
  final Map<Integer, Long> eventsByCpu = new HashMap<>();
  final Map<Integer, Long> lossByCpu = new HashMap<>();
  final Map<Integer, Sockets> byNamespace = new HashMap<>();
  final SequenceAccount sequences;
  long nested;
  long skipped;

  Recorded(Path path) {
    StateView view = new StateView();
    try (RecordCursor cursor =
        Capture.open(path)
            .records(
                damage -> {
                  throw new AssertionError(damage);
                })) {
      while (cursor.next()) {
        int cpu = RecordHeader.cpu(cursor.buffer(), cursor.offset());
        if (cpu == RecordHeader.NO_CPU) {
          addOwn(cursor);
          continue;
        }
        eventsByCpu.merge(cpu, 1L, Long::sum);
        if (cursor.kind() == RecordHeader.STATE_KIND) {
          add(view.wrap(cursor.buffer(), cursor.offset()));
        }
      }
      sequences = cursor.sequences();
    }
  }

  private void add(StateView view) {
    int flags = view.buffer().get(view.offset() + RecordHeader.FLAGS);
    nested += (flags & StateLayout.NESTED_FLAG) == 0 ? 0 : 1;
    byNamespace.computeIfAbsent(view.netns(), inode -> new Sockets()).add(view);
  }

  private void addOwn(RecordCursor cursor) {
    ownKinds.add(cursor.kind());
    if (cursor.kind() == RecordHeader.END_KIND) {
      EndRecord end = EndRecord.read(cursor.buffer(), cursor.offset());
      cursor.sequences().end(end);
      ends.add(end);
    } else if (cursor.kind() == RecordHeader.LOSS_KIND) {
      LossRecord loss = LossRecord.read(cursor.buffer(), cursor.offset());
      losses.add(loss);
      if (loss.cause() == LossRecord.SKIPPED) {
        skipped += loss.count();
      } else {
        lossByCpu.merge(loss.cpu(), loss.count(), Long::sum);
      }
    }
  }

  EndRecord lastEnd() {
    return ends.get(ends.size() - 1);
  }

  /** The sockets of traffic that was made by {@link Live#traffic}. */
  Sockets of(String trafficOutput) {
    return byNamespace.get((int) Long.parseLong(trafficOutput.lines().findFirst().orElseThrow()));
  }
}
