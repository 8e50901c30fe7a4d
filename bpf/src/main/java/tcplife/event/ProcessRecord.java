// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import java.nio.ByteBuffer;

/**
 * A process as it was at one moment: {@code rec_process}. PID and start together name a process for
 * good; the PID alone is used again.
 *
 * <pre>
 *    0                   8                  16
 *   +---------------------------------------+
 *   | header                                |
 *   +-------------------+-------------------+
 * 16| time              | start             |
 *   +-------------------+---------+---------+
 * 32| cgroup            | PID     | parent  |
 *   +---------+---------+----+----+----+----+
 * 48| UID     | netns   |why |exe |args| 0  |
 *   +---------+---------+----+----+----+----+
 * 64| COMM                                  |
 *   +---------------------------------------+
 * 80| executable, "exe" bytes; arguments, "args" bytes, a NUL behind each; zeros
 *   +--------
 * </pre>
 *
 * @param time ns of CLOCK_BOOTTIME
 * @param start when it began, ns of CLOCK_BOOTTIME
 * @param cgroup id in the unified hierarchy
 * @param parent PID of its parent
 * @param netns inode of its network namespace
 * @param why {@link #EXEC}, {@link #FORK}, {@link #FOUND} or {@link #EXIT}
 * @param comm bytes up to 16, without the zeros behind
 * @param executable name of its file: empty after a fork, whose child has its parent's
 * @param arguments with a NUL behind each; empty after a fork
 * @param cut whether a text is not whole: longer than there was room for, or not readable
 */
public record ProcessRecord(
    long time,
    long start,
    long cgroup,
    int pid,
    int parent,
    int uid,
    int netns,
    int why,
    byte[] comm,
    byte[] executable,
    byte[] arguments,
    boolean cut) {
  /** It became another program. */
  public static final int EXEC = 1;

  /** It began as a copy of its parent. */
  public static final int FORK = 2;

  /** It was there at an inventory. */
  public static final int FOUND = 3;

  /** It ended; it closes its sockets just after. */
  public static final int EXIT = 4;

  /** Bytes of an executable's name at most. */
  public static final int EXECUTABLE_MOST = 256;

  /** Bytes of the arguments at most. */
  public static final int ARGUMENTS_MOST = 1024;

  private static final int TIME = RecordHeader.SIZE;
  private static final int START = TIME + Long.BYTES;
  private static final int CGROUP = START + Long.BYTES;
  private static final int PID = CGROUP + Long.BYTES;
  private static final int PARENT = PID + Integer.BYTES;
  private static final int UID = PARENT + Integer.BYTES;
  private static final int NETNS = UID + Integer.BYTES;
  private static final int WHY = NETNS + Integer.BYTES;
  private static final int EXECUTABLE_LENGTH = WHY + Short.BYTES;
  private static final int ARGUMENTS_LENGTH = EXECUTABLE_LENGTH + Short.BYTES;
  private static final int RESERVED = ARGUMENTS_LENGTH + Short.BYTES;
  private static final int COMM = RESERVED + Short.BYTES;

  /** Bytes without the texts. */
  public static final int SIZE = COMM + StateLayout.COMM_SIZE;

  /** Reads the record, and of its texts what lies within the record's length. */
  public static ProcessRecord read(ByteBuffer records, int at) {
    int end = at + RecordHeader.length(records, at);
    int executable = at + SIZE;
    int arguments =
        Math.min(end, executable + Short.toUnsignedInt(records.getShort(at + EXECUTABLE_LENGTH)));
    int last =
        Math.min(end, arguments + Short.toUnsignedInt(records.getShort(at + ARGUMENTS_LENGTH)));
    return new ProcessRecord(
        records.getLong(at + TIME),
        records.getLong(at + START),
        records.getLong(at + CGROUP),
        records.getInt(at + PID),
        records.getInt(at + PARENT),
        records.getInt(at + UID),
        records.getInt(at + NETNS),
        Short.toUnsignedInt(records.getShort(at + WHY)),
        RecordText.readPadded(records, at + COMM, StateLayout.COMM_SIZE),
        RecordText.read(records, executable, arguments - executable),
        RecordText.read(records, arguments, last - arguments),
        RecordHeader.isCut(records, at));
  }

  /** Bytes of the record with its texts. */
  public int size() {
    return SIZE + RecordText.padded(executable.length + arguments.length);
  }

  /** Appends the record to a little-endian buffer. */
  public void write(ByteBuffer to, long sequence) {
    int flags = cut ? RecordHeader.CUT_FLAG : 0;
    RecordHeader.put(to, size(), RecordHeader.PROCESS_KIND, flags, sequence);
    to.putLong(time).putLong(start).putLong(cgroup);
    to.putInt(pid).putInt(parent).putInt(uid).putInt(netns).putShort((short) why);
    to.putShort((short) executable.length).putShort((short) arguments.length).putShort((short) 0);
    RecordText.writePadded(to, comm, StateLayout.COMM_SIZE);
    to.put(executable);
    RecordText.writePadded(to, arguments, size() - SIZE - executable.length);
  }
}
