// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import static tcplife.raw.Forms.ADDRESS;
import static tcplife.raw.Forms.LENGTH;
import static tcplife.raw.Forms.NUMBER;
import static tcplife.raw.Forms.OR_UNKNOWN;
import static tcplife.raw.Forms.RESERVED;
import static tcplife.raw.Forms.SIGNED;
import static tcplife.raw.Forms.TEXT;

import java.util.Arrays;
import java.util.List;
import tcplife.event.RecordHeader;
import tcplife.event.StateNames;

/**
 * The kinds of records: the name of each, its fields behind the header in the order of their bytes
 * (those of session_event.h), and what follows them.
 */
enum RecordForm {
  STATE(RecordHeader.STATE_KIND, Tails.COUNTERS, Fields.SOCKET),
  CLOCK(
      RecordHeader.CLOCK_KIND,
      Tails.NONE,
      Fields.TIME,
      new Field("realtime", 8, NUMBER),
      new Field("uncertainty", 4, NUMBER),
      new Field("utc_offset", 4, SIGNED),
      new Field("zone", 40, TEXT)),
  LOSS(
      RecordHeader.LOSS_KIND,
      Tails.NONE,
      new Field("since", 8, NUMBER),
      new Field("until", 8, NUMBER),
      new Field("count", 8, NUMBER),
      new Field(
          "cause", 4, Forms.named(List.of("", "RING_FULL", "SKIPPED", "NO_SPACE", "IO_ERROR"))),
      new Field("lost_on", 4, OR_UNKNOWN)),
  END(
      RecordHeader.END_KIND,
      Tails.CPUS,
      Fields.TIME,
      new Field("skipped", 8, NUMBER),
      new Field("reason", 4, Forms.named(List.of("", "STOPPED", "CYCLE"))),
      new Field("cpus", 4, LENGTH)),
  OPEN(RecordHeader.OPEN_KIND, Tails.COUNTERS, Fields.SOCKET),
  ACCEPT(
      RecordHeader.ACCEPT_KIND,
      Tails.NONE,
      Fields.TIME,
      Fields.COOKIE,
      new Field("pid", 4, OR_UNKNOWN),
      new Field("tid", 4, OR_UNKNOWN),
      new Field("uid", 4, OR_UNKNOWN),
      new Field("how", 4, Forms.named(List.of("", "FUNCTION", "SYSCALL"))),
      Fields.COMM),
  PROCESS(
      RecordHeader.PROCESS_KIND,
      new ProgramTail(),
      Fields.TIME,
      new Field("start", 8, NUMBER),
      new Field("cgroup", 8, OR_UNKNOWN),
      new Field("pid", 4, OR_UNKNOWN),
      new Field("parent", 4, OR_UNKNOWN),
      new Field("uid", 4, OR_UNKNOWN),
      new Field("netns", 4, OR_UNKNOWN),
      new Field("why", 2, Forms.named(List.of("", "EXEC", "FORK", "FOUND", "EXIT"))),
      new Field("executable_length", 2, LENGTH),
      new Field("arguments_length", 2, LENGTH),
      new Field("reserved", 2, RESERVED),
      Fields.COMM),
  NAME(
      RecordHeader.NAME_KIND,
      Tails.TEXT,
      Fields.TIME,
      new Field("id", 8, NUMBER),
      new Field("what", 4, Forms.named(List.of("", "CGROUP", "USER", "NETNS", "HIDDEN"))),
      new Field("text_length", 4, LENGTH)),
  RESET(RecordHeader.RESET_KIND, Tails.NONE, Fields.SEGMENT),
  RETRANSMIT(RecordHeader.RETRANSMIT_KIND, Tails.NONE, Fields.SEGMENT),
  INVENTORY(
      RecordHeader.INVENTORY_KIND,
      Tails.NONE,
      Fields.TIME,
      new Field("phase", 4, Forms.named(List.of("", "BEGIN", "END"))),
      new Field("found", 4, NUMBER));

  /** What several kinds have. */
  private static final class Fields {
    static final Field TIME = new Field("time", 8, NUMBER);
    static final Field COOKIE = new Field("cookie", 8, NUMBER);
    static final Field COMM = new Field("comm", 16, TEXT);
    static final Field.Form STATE_NAME = Forms.named(StateNames.ALL);

    static final Field[] SOCKET = {
      TIME,
      COOKIE,
      new Field("cgroup", 8, OR_UNKNOWN),
      new Field("pid", 4, OR_UNKNOWN),
      new Field("tid", 4, OR_UNKNOWN),
      new Field("uid", 4, OR_UNKNOWN),
      new Field("netns", 4, OR_UNKNOWN),
      new Field("family", 1, NUMBER),
      new Field("protocol", 1, NUMBER),
      new Field("local_port", 2, NUMBER),
      new Field("remote_port", 2, NUMBER),
      new Field("error", 2, OR_UNKNOWN),
      new Field("old_state", 1, STATE_NAME),
      new Field("new_state", 1, STATE_NAME),
      new Field("socket", 2, OR_UNKNOWN),
      new Field("task_uid", 4, OR_UNKNOWN),
      new Field("local_address", 16, ADDRESS),
      new Field("remote_address", 16, ADDRESS),
      COMM
    };

    static final Field[] SEGMENT = {
      TIME,
      COOKIE,
      new Field("state", 1, STATE_NAME),
      new Field("direction", 1, Forms.named(List.of("", "RECEIVED", "SENT"))),
      new Field("reserved", 2, RESERVED),
      new Field("reason", 4, NUMBER)
    };
  }

  private final int kind;
  private final Tail tail;
  private final List<Field> fields;

  RecordForm(int kind, Tail tail, Field... fields) {
    this.kind = kind;
    this.tail = tail;
    this.fields = List.of(fields);
  }

  /** The form of a kind; null for one yet unknown. */
  static RecordForm of(int kind) {
    return Arrays.stream(values()).filter(each -> each.kind == kind).findFirst().orElse(null);
  }

  /** The form with a name, or null. */
  static RecordForm of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  int kind() {
    return kind;
  }

  List<Field> fields() {
    return fields;
  }

  /** What follows the fields. */
  Tail tail() {
    return tail;
  }

  /** Bytes of header and fields. */
  int size() {
    return RecordHeader.SIZE + fields.stream().mapToInt(Field::size).sum();
  }
}
