// SPDX-License-Identifier: Apache-2.0
package tcplife.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that C made, with the values of layout.c, read and made again by Java. */
@Timeout(60)
class LayoutBytesTest {
  private static final int CLOCK = StateLayout.SIZE_WITH_COUNTERS;
  private static final int LOSS = CLOCK + ClockRecord.SIZE;
  private static final int END = LOSS + LossRecord.SIZE;
  private static final int ACCEPT = END + EndRecord.size(2);
  private static final int PROCESS = ACCEPT + AcceptRecord.SIZE;
  private static final int NAME = PROCESS + ProcessRecord.SIZE + 24;
  private static final int SEGMENT = NAME + NameRecord.SIZE + 16;
  private static final int INVENTORY = SEGMENT + SegmentRecord.SIZE;
  private static final ClockRecord CLOCK_IN_C =
      new ClockRecord(
          high64(0x32),
          high64(0x33),
          high32(0x34),
          high32(0x35),
          "America/Argentina/ComodRivadavia");
  private static final LossRecord LOSS_IN_C =
      new LossRecord(high64(0x42), high64(0x43), high64(0x44), high32(0x45), high32(0x46));
  private static final EndRecord END_IN_C =
      new EndRecord(
          high64(0x52),
          high64(0x53),
          high32(0x54),
          List.of(
              new EndRecord.Cpu(high64(0x55), high64(0x56)),
              new EndRecord.Cpu(high64(0x57), high64(0x58))));

  private ByteBuffer records;

  @BeforeEach
  void makeRecordsInC() throws Exception {
    records = LayoutProgram.bytes("records");
  }

  private static long high64(int low) {
    return Long.MIN_VALUE | low;
  }

  private static int high32(int low) {
    return Integer.MIN_VALUE | low;
  }

  @Test
  void theRecordsFollowOneAnotherByTheirLengths() {
    assertEquals(CLOCK, RecordHeader.length(records, 0));
    assertEquals(ClockRecord.SIZE, RecordHeader.length(records, CLOCK));
    assertEquals(LossRecord.SIZE, RecordHeader.length(records, LOSS));
    assertEquals(EndRecord.size(2), RecordHeader.length(records, END));
    assertEquals(AcceptRecord.SIZE, RecordHeader.length(records, ACCEPT));
    assertEquals(ProcessRecord.SIZE + 24, RecordHeader.length(records, PROCESS));
    assertEquals(NameRecord.SIZE + 16, RecordHeader.length(records, NAME));
    assertEquals(SegmentRecord.SIZE, RecordHeader.length(records, SEGMENT));
    assertEquals(InventoryRecord.SIZE, RecordHeader.length(records, INVENTORY));
    assertEquals(INVENTORY + InventoryRecord.SIZE, records.limit());
  }

  @Test
  void aHeaderFromCIsReadInJava() {
    assertEquals(RecordHeader.STATE_KIND, RecordHeader.kind(records, 0));
    assertEquals(
        StateLayout.COUNTERS_FLAG | StateLayout.NESTED_FLAG, records.get(RecordHeader.FLAGS));
    assertEquals(high32(0x01), RecordHeader.cpu(records, 0));
    assertEquals(high64(0x02), RecordHeader.sequence(records, 0));
    assertEquals(RecordHeader.CLOCK_KIND, RecordHeader.kind(records, CLOCK));
    assertEquals(RecordHeader.NO_CPU, RecordHeader.cpu(records, CLOCK));
    assertEquals(RecordHeader.LOSS_KIND, RecordHeader.kind(records, LOSS));
    assertEquals(RecordHeader.END_KIND, RecordHeader.kind(records, END));
  }

  @Test
  void aTransitionFromCIsSeenThroughTheView() {
    StateView view = new StateView().wrap(records, 0);

    assertEquals(high64(0x03), view.time());
    assertEquals(high64(0x04), view.cookie());
    assertEquals(high64(0x05), view.cgroup());
    assertEquals(high32(0x06), view.pid());
    assertEquals(high32(0x07), view.tid());
    assertEquals(high32(0x08), view.uid());
    assertEquals("comm-of-a-task14", ascii(view.comm()));
    assertEquals(0x6c6f63616c2d6164L, view.localHead());
    assertEquals(0x64726573732d3132L, view.localTail());
    assertEquals(0x72656d6f74652d61L, view.remoteHead());
    assertEquals(0x6464726573733133L, view.remoteTail());
    assertEquals(high32(0x09), view.netns());
    assertEquals(0x0a, view.family());
    assertEquals(0x800c, view.localPort());
    assertEquals(0x800d, view.remotePort());
    assertEquals(0x0e, view.oldState());
    assertEquals(0x0f, view.newState());
    assertEquals(0x8010, view.socket());
    assertEquals(high32(0x23), view.taskUid());
    assertEquals((short) 0x8011, view.error());
    assertTrue(view.hasCounters());
    assertEquals(high64(0x15), view.bytesAcked());
    assertEquals(high64(0x16), view.bytesReceived());
    assertEquals(high64(0x17), view.bytesSent());
    assertEquals(high64(0x18), view.bytesRetransmitted());
    assertEquals(high32(0x19), view.counter(StateLayout.SEGMENTS_IN));
  }

  @Test
  void theFieldsThatTheViewDoesNotShowLieAtTheirOffsets() {
    assertEquals((byte) 0x0b, records.get(StateLayout.PROTOCOL));
    assertEquals("local-address-12", text(StateLayout.LOCAL_ADDRESS, StateLayout.ADDRESS_SIZE));
    assertEquals("remote-address13", text(StateLayout.REMOTE_ADDRESS, StateLayout.ADDRESS_SIZE));
    assertEquals(high32(0x1a), records.getInt(StateLayout.SEGMENTS_OUT));
    assertEquals(high32(0x1b), records.getInt(StateLayout.DATA_SEGMENTS_IN));
    assertEquals(high32(0x1c), records.getInt(StateLayout.DATA_SEGMENTS_OUT));
    assertEquals(high32(0x1d), records.getInt(StateLayout.RETRANSMITS));
    assertEquals(high32(0x1e), records.getInt(StateLayout.DELIVERED));
    assertEquals(high32(0x1f), records.getInt(StateLayout.SMOOTHED_RTT));
    assertEquals(high32(0x20), records.getInt(StateLayout.MINIMUM_RTT));
    assertEquals(high32(0x21), records.getInt(StateLayout.RECEIVE_QUEUE));
    assertEquals(high32(0x22), records.getInt(StateLayout.SEND_QUEUE));
  }

  private String text(int at, int length) {
    return StandardCharsets.US_ASCII.decode(records.slice(at, length)).toString();
  }

  @Test
  void theRecordersOwnRecordsAreReadFromCsBytes() {
    assertEquals(CLOCK_IN_C, ClockRecord.read(records, CLOCK));
    assertEquals(LOSS_IN_C, LossRecord.read(records, LOSS));
    assertEquals(END_IN_C, EndRecord.read(records, END));
  }

  @Test
  void anAcceptFromCIsRead() {
    AcceptRecord accept = AcceptRecord.read(records, ACCEPT);
    assertEquals(high64(0x62), accept.time());
    assertEquals(high64(0x63), accept.cookie());
    assertEquals(high32(0x64), accept.pid());
    assertEquals(high32(0x65), accept.tid());
    assertEquals(high32(0x66), accept.uid());
    assertEquals(high32(0x67), accept.how());
    assertEquals("comm-of-acceptor", ascii(accept.comm()));
  }

  @Test
  void aProcessFromCIsRead() {
    ProcessRecord process = ProcessRecord.read(records, PROCESS);
    assertEquals(high64(0x72), process.time());
    assertEquals(high64(0x73), process.start());
    assertEquals(high64(0x74), process.cgroup());
    assertEquals(high32(0x75), process.pid());
    assertEquals(high32(0x76), process.parent());
    assertEquals(high32(0x77), process.uid());
    assertEquals(high32(0x78), process.netns());
    assertEquals(0x8079, process.why());
    assertEquals("comm-of-process!", ascii(process.comm()));
    assertEquals("/bin/echo", ascii(process.executable()));
    assertEquals("echo\0-n\0yes", ascii(process.arguments()));
    assertTrue(process.cut());
  }

  @Test
  void aNameFromCIsRead() {
    NameRecord name = NameRecord.read(records, NAME);
    assertEquals(high64(0x82), name.time());
    assertEquals(high64(0x83), name.id());
    assertEquals(high32(0x84), name.what());
    assertEquals("/user.slice", ascii(name.text()));
    assertTrue(name.cut());
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Test
  void aSegmentAndAnInventoryFromCAreRead() {
    assertEquals(
        new SegmentRecord(
            RecordHeader.RESET_KIND, high64(0x92), high64(0x93), 0x14, 0x15, high32(0x96)),
        SegmentRecord.read(records, SEGMENT));
    assertEquals(
        new InventoryRecord(high64(0xa2), high32(0xa3), high32(0xa4), true),
        InventoryRecord.read(records, INVENTORY));
  }

  @Test
  void recordsAreWrittenToCsBytes() {
    ByteBuffer made = ByteBuffer.allocate(records.limit() - CLOCK).order(ByteOrder.LITTLE_ENDIAN);
    CLOCK_IN_C.write(made, high64(0x31));
    LOSS_IN_C.write(made, high64(0x41));
    END_IN_C.write(made, high64(0x51));
    AcceptRecord.read(records, ACCEPT).write(made, high64(0x61));
    ProcessRecord.read(records, PROCESS).write(made, high64(0x71));
    NameRecord.read(records, NAME).write(made, high64(0x81));
    SegmentRecord.read(records, SEGMENT).write(made, high64(0x91));
    InventoryRecord.read(records, INVENTORY).write(made, high64(0xa1));

    byte[] inC = new byte[made.capacity()];
    records.get(CLOCK, inC);
    assertArrayEquals(inC, made.array());
  }
}
