// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.event.EndRecord;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;
import tcplife.event.StateView;

/**
 * What a reader gets from a capture.
 *
 * @param cookies of the transitions, in order
 * @param ends the end records
 * @param damages what was told of
 * @param sequences the account of all that was read
 */
record Readings(
    List<Long> cookies, List<EndRecord> ends, List<Damage> damages, SequenceAccount sequences) {
  static Readings of(Path path) {
    List<Long> cookies = new ArrayList<>();
    List<EndRecord> ends = new ArrayList<>();
    List<Damage> damages = new ArrayList<>();
    StateView view = new StateView();
    try (RecordCursor cursor = Capture.open(path).records(damages::add)) {
      while (cursor.next()) {
        if (cursor.kind() == RecordHeader.STATE_KIND) {
          cookies.add(view.wrap(cursor.buffer(), cursor.offset()).cookie());
        } else if (cursor.kind() == RecordHeader.END_KIND) {
          EndRecord end = EndRecord.read(cursor.buffer(), cursor.offset());
          ends.add(end);
          cursor.sequences().end(end);
        } else if (cursor.kind() == RecordHeader.LOSS_KIND) {
          cursor.sequences().told(LossRecord.read(cursor.buffer(), cursor.offset()));
        }
      }
      return new Readings(cookies, ends, damages, cursor.sequences());
    }
  }
}
