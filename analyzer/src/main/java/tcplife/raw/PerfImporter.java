// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.NewCapture;
import tcplife.cli.Main;
import tcplife.event.EndRecord;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;
import tcplife.event.StateView;

/**
 * Takes the lines that {@code perf script} prints of {@code sock:inet_sock_set_state}; those of
 * other events and other protocols are left out. What perf does not tell has all bits set, which
 * stands for what is not known; the cookie is a number of {@link SocketKeys}.
 */
final class PerfImporter implements Importer {
  private static final int IPPROTO_TCP = 6;

  /** As many as an end record has room for; a host has fewer. */
  private static final int MOST_CPUS = 4000;

  private final SocketKeys keys = new SocketKeys();
  private final List<Long> made = new ArrayList<>();
  private long latest;

  @Override
  public void take(byte[] bytes, NewCapture capture) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // A comment; a call chain; another event, of which the name is all that matters.
    if (text.startsWith("#") || text.startsWith("\t") || isOther(text)) {
      return;
    }
    PerfLine line = PerfLine.parse(text);
    if (line.cpu() >= MOST_CPUS) {
      throw new BadLineException(line.cpu() + " is not a CPU");
    }
    if (!line.protocol().equals(PerfLine.TCP)) {
      return;
    }
    if (made.isEmpty()) {
      capture.startRecording(recording());
    }
    capture.append(record(line), 0);
    latest = Math.max(latest, line.time());
  }

  private static boolean isOther(String text) {
    return !text.contains(PerfLine.EVENT) && text.matches(".*\\d: +[a-z0-9_-]+(:\\w+)?: .*");
  }

  /** perf tells nothing of a boot, by which sockets would be known: this one is of its own. */
  private static Recording recording() {
    return new Recording(
        0,
        "",
        UUID.randomUUID().toString(),
        "",
        "",
        Main.VERSION,
        List.of("perf/sock:inet_sock_set_state"));
  }

  private ByteBuffer record(PerfLine line) {
    ByteBuffer record = ByteBuffer.allocate(StateLayout.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    record.putShort(RecordHeader.LENGTH, (short) StateLayout.SIZE);
    record.put(RecordHeader.KIND, (byte) RecordHeader.STATE_KIND);
    record.putInt(RecordHeader.CPU, line.cpu());
    record.putLong(RecordHeader.SEQUENCE, sequence(line.cpu()));
    record.putLong(StateLayout.TIME, line.time());
    record.putLong(StateLayout.COOKIE, keys.key(line));
    record.putLong(StateLayout.CGROUP, StateView.UNKNOWN);
    record.putInt(StateLayout.PID, line.pid()).putInt(StateLayout.TID, line.tid());
    record.putInt(StateLayout.UID, StateView.UNKNOWN);
    record.putInt(StateLayout.TASK_UID, StateView.UNKNOWN);
    record.putInt(StateLayout.NETNS, StateView.UNKNOWN);
    record.put(StateLayout.FAMILY, (byte) line.family());
    record.put(StateLayout.PROTOCOL, (byte) IPPROTO_TCP);
    record.putShort(StateLayout.LOCAL_PORT, (short) line.localPort());
    record.putShort(StateLayout.REMOTE_PORT, (short) line.remotePort());
    record.put(StateLayout.OLD_STATE, (byte) line.oldState());
    record.put(StateLayout.NEW_STATE, (byte) line.newState());
    record.putShort(StateLayout.SOCKET, (short) StateView.UNKNOWN);
    record.putShort(StateLayout.ERROR, (short) StateView.UNKNOWN);
    record.put(StateLayout.LOCAL_ADDRESS, line.local());
    record.put(StateLayout.REMOTE_ADDRESS, line.remote());
    record.put(StateLayout.COMM, line.comm());
    return record;
  }

  private long sequence(int cpu) {
    while (made.size() <= cpu) {
      made.add(0L);
    }
    return made.set(cpu, made.get(cpu) + 1);
  }

  @Override
  public void end(NewCapture capture) {
    if (made.isEmpty()) {
      return;
    }
    List<EndRecord.Cpu> cpus = made.stream().map(count -> new EndRecord.Cpu(count, 0)).toList();
    ByteBuffer record =
        ByteBuffer.allocate(EndRecord.size(cpus.size())).order(ByteOrder.LITTLE_ENDIAN);
    new EndRecord(latest, 0, EndRecord.STOPPED, cpus).write(record, 0);
    capture.append(record, 0);
  }

  @Override
  public String host() {
    return "";
  }
}
