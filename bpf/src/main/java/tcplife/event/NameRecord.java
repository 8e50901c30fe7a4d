// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/**
 * What a number stood for on the recorded host: {@code rec_name}. A capture is read elsewhere.
 *
 * <pre>
 *    0                   8                  16
 *   +---------------------------------------+
 *   | header                                |
 *   +-------------------+-------------------+
 * 16| time              | id                |
 *   +---------+---------+-------------------+
 * 32| what    | length  | text, zeros
 *   +---------+---------+--------
 * </pre>
 *
 * @param time when it was looked up, ns of CLOCK_BOOTTIME
 * @param what {@link #CGROUP}, {@link #USER}, {@link #NETNS} or {@link #HIDDEN}
 * @param text the name
 * @param cut whether the name was longer
 */
public record NameRecord(long time, long id, int what, byte[] text, boolean cut) {
  /** The path of a cgroup, from the root of the unified hierarchy: by its id. */
  public static final int CGROUP = 1;

  /** A user: by UID. */
  public static final int USER = 2;

  /** A network namespace that has a name: by inode. */
  public static final int NETNS = 3;

  /**
   * The command name of a process during which the kernel runs no BPF program: by PID. What
   * happened then was not recorded, and is not counted as lost.
   */
  public static final int HIDDEN = 4;

  private static final int TIME = RecordHeader.SIZE;
  private static final int ID = TIME + Long.BYTES;
  private static final int WHAT = ID + Long.BYTES;
  private static final int TEXT_LENGTH = WHAT + Integer.BYTES;

  /** Bytes without the text. */
  public static final int SIZE = TEXT_LENGTH + Integer.BYTES;

  /** Reads the record, and of its text what lies within the record's length. */
  public static NameRecord read(ByteBuffer records, int at) {
    int room = RecordHeader.length(records, at) - SIZE;
    int claimed = records.getInt(at + TEXT_LENGTH);
    return new NameRecord(
        records.getLong(at + TIME),
        records.getLong(at + ID),
        records.getInt(at + WHAT),
        RecordText.read(records, at + SIZE, claimed < 0 ? room : Math.min(claimed, room)),
        RecordHeader.isCut(records, at));
  }

  /** Bytes of the record with its text. */
  public int size() {
    return SIZE + RecordText.padded(text.length);
  }

  /** Appends the record to a little-endian buffer. */
  public void write(ByteBuffer to, long sequence) {
    int flags = cut ? RecordHeader.CUT_FLAG : 0;
    RecordHeader.put(to, size(), RecordHeader.NAME_KIND, flags, sequence);
    to.putLong(time).putLong(id).putInt(what).putInt(text.length);
    RecordText.writePadded(to, text, size() - SIZE);
  }
}
