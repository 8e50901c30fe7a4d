// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.capture.Capture;
import tcplife.capture.RecordCursor;
import tcplife.event.AcceptRecord;
import tcplife.event.EndRecord;
import tcplife.event.NameRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.SegmentRecord;
import tcplife.event.StateLayout;
import tcplife.event.StateView;

/** What the kernel's programs told in a capture, kind by kind, in order. */
public final class HookRecords {
  public final List<ProcessRecord> processes = new ArrayList<>();
  public final List<AcceptRecord> accepts = new ArrayList<>();
  public final List<SegmentRecord> segments = new ArrayList<>();
  public final List<NameRecord> names = new ArrayList<>();
  public final List<Transition> transitions = new ArrayList<>();

  /** Events that the capture says are lost. */
  public final long lost;

  /**
   * A transition of a socket.
   *
   * @param retransmits segments sent again so far; 0 where the transition does not tell
   */
  public record Transition(
      long cookie, int pid, int netns, int oldState, int newState, long retransmits) {}

  public HookRecords(Path capture) {
    try (RecordCursor cursor =
        Capture.open(capture)
            .records(
                damage -> {
                  throw new AssertionError(damage);
                })) {
      while (cursor.next()) {
        if (RecordHeader.cpu(cursor.buffer(), cursor.offset()) != RecordHeader.NO_CPU) {
          add(cursor.kind(), cursor.buffer(), cursor.offset());
        } else if (cursor.kind() == RecordHeader.END_KIND) {
          cursor.sequences().end(EndRecord.read(cursor.buffer(), cursor.offset()));
        }
      }
      lost = cursor.sequences().missing() + cursor.sequences().skipped();
    }
  }

  private void add(int kind, ByteBuffer buffer, int at) {
    switch (kind) {
      case RecordHeader.STATE_KIND -> transitions.add(transition(new StateView().wrap(buffer, at)));
      case RecordHeader.PROCESS_KIND -> processes.add(ProcessRecord.read(buffer, at));
      case RecordHeader.ACCEPT_KIND -> accepts.add(AcceptRecord.read(buffer, at));
      case RecordHeader.RESET_KIND, RecordHeader.RETRANSMIT_KIND ->
          segments.add(SegmentRecord.read(buffer, at));
      case RecordHeader.NAME_KIND -> names.add(NameRecord.read(buffer, at));
      default -> throw new AssertionError("a record of kind " + kind);
    }
  }

  private static Transition transition(StateView view) {
    return new Transition(
        view.cookie(),
        view.pid(),
        view.netns(),
        view.oldState(),
        view.newState(),
        view.hasCounters() ? view.counter(StateLayout.RETRANSMITS) : 0);
  }

  /** What is told of a process, for one reason. */
  public List<ProcessRecord> of(long pid, int why) {
    return processes.stream().filter(each -> each.pid() == pid && each.why() == why).toList();
  }

  /** Cookies of the sockets of a network namespace that made a transition. */
  public List<Long> cookies(long netns, int oldState, int newState) {
    return transitions.stream()
        .filter(each -> each.netns() == (int) netns)
        .filter(each -> each.oldState() == oldState && each.newState() == newState)
        .map(Transition::cookie)
        .toList();
  }
}
