// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tcplife.capture.Capture;
import tcplife.capture.Damage;
import tcplife.capture.RecordCursor;
import tcplife.event.EndRecord;
import tcplife.event.RecordHeader;

/** What can be read of a cycle, whatever its seal says. */
final class CycleContent {
  /** Places named one by one; beyond, only their number is. */
  private static final int MOST_DAMAGES = 5;

  private static final int NO_END = -1;

  private final List<Damage> damages = new ArrayList<>();
  private long furtherDamages;
  private long records;
  private int ending = NO_END;

  /**
   * Reads all cycles of a capture.
   *
   * @return by number; a cycle of which nothing can be read is not among them
   */
  static Map<Integer, CycleContent> of(Capture capture) {
    Map<Integer, CycleContent> cycles = new TreeMap<>();
    try (RecordCursor cursor = capture.records(damage -> add(cycles, damage))) {
      while (cursor.next()) {
        cycles.computeIfAbsent(cursor.cycle(), number -> new CycleContent()).take(cursor);
      }
    }
    return cycles;
  }

  private static void add(Map<Integer, CycleContent> cycles, Damage damage) {
    CycleContent cycle = cycles.computeIfAbsent(number(damage.file()), n -> new CycleContent());
    if (cycle.damages.size() < MOST_DAMAGES) {
      cycle.damages.add(damage);
    } else {
      cycle.furtherDamages++;
    }
  }

  /** A cycle's file is 000001.tcap, or lies in the directory 000001. */
  private static int number(Path file) {
    String name = file.getFileName().toString();
    String own = name.endsWith(".cq4") ? file.getParent().getFileName().toString() : name;
    return Integer.parseInt(own.replaceFirst("[.].*", ""));
  }

  private void take(RecordCursor cursor) {
    records++;
    ending =
        cursor.kind() == RecordHeader.END_KIND
            ? EndRecord.read(cursor.buffer(), cursor.offset()).reason()
            : NO_END;
  }

  /** Records that can be read, of all kinds. */
  long records() {
    return records;
  }

  boolean isDamaged() {
    return !damages.isEmpty();
  }

  /** A line for each damaged place, and one for those that are not named. */
  List<String> damages() {
    List<String> lines = new ArrayList<>();
    damages.forEach(damage -> lines.add(damage.toString()));
    if (furtherDamages > 0) {
      lines.add(furtherDamages + " more damaged places");
    }
    return lines;
  }

  /** Whether its last record says that the next cycle follows. */
  boolean saysMoreFollows() {
    return ending == EndRecord.CYCLE;
  }

  /** Whether its last record is no end: it is being recorded, or its recorder was killed. */
  boolean hasNoEnd() {
    return ending == NO_END;
  }
}
