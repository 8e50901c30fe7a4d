// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import tcplife.capture.Capture;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.StateLayout;
import tcplife.event.StateView;
import tcplife.event.TcpState;
import tcplife.session.CaptureFindings;
import tcplife.session.HostProcess;
import tcplife.session.Processes;
import tcplife.session.RecordScan;

/** Reads the listening sockets of a capture: each as it ends, and the others at the end. */
final class ListenerScan implements AutoCloseable {
  /** A socket that listens, or did. Times are ns since 1970-01-01T00:00Z, 0 where not known. */
  static final class Listener {
    String host;
    String bootId;
    long cookie;
    int netns;
    long head;
    long tail;
    boolean ipv4;
    int port;
    int uid;
    long opened;
    long closed;
    long seenFrom;
    int pid = StateView.UNKNOWN;
    String comm;

    /** When its owner was told, ns of CLOCK_BOOTTIME. */
    private long ownerTime;

    /** Whether no more will be told of its owner, which is the process then; null if not known. */
    private boolean ownerSettled;

    private HostProcess process;
    String executable;
    String commandLine;
  }

  private final String host;
  private final RecordScan scan;
  private final Map<Long, Listener> listening = new LinkedHashMap<>();
  private final Processes processes = new Processes();
  private final Deque<Listener> ended = new ArrayDeque<>();
  private final StateView event = new StateView();
  private String bootId = "";

  /**
   * @param until wall time, ns since 1970-01-01T00:00Z: of what began to listen later, any may be
   *     left out
   */
  ListenerScan(Capture capture, long until, CaptureFindings findings) {
    host = capture.manifest().host();
    scan = new RecordScan(capture, findings).until(until, () -> allOpenedAfter(until));
  }

  private boolean allOpenedAfter(long time) {
    return listening.values().stream().allMatch(each -> each.opened > time);
  }

  /** The next one, or null. */
  Listener next() {
    while (ended.isEmpty() && scan.next()) {
      if (scan.startsRecording()) {
        startRecording();
      }
      take();
    }
    if (ended.isEmpty()) {
      endAll();
    }
    return ended.poll();
  }

  private void startRecording() {
    if (!scan.recording().bootId().equals(bootId)) {
      endAll();
      bootId = scan.recording().bootId();
    }
    // What ended meanwhile, and whose PID is whose now, only the next inventory tells.
    listening.values().forEach(this::settleOwner);
    processes.clear();
  }

  private void take() {
    switch (scan.kind()) {
      case RecordHeader.PROCESS_KIND -> process(ProcessRecord.read(scan.record(), 0));
      case RecordHeader.STATE_KIND -> transition(event.wrap(scan.record(), 0));
      case RecordHeader.OPEN_KIND -> {
        event.wrap(scan.record(), 0);
        if (event.newState() == TcpState.LISTEN) {
          Listener found = listening.computeIfAbsent(event.cookie(), unused -> begin());
          // Who holds it says more than who began it.
          if (event.pid() != 0) {
            owner(found);
          }
        }
      }
      default -> {
        // Of no listener.
      }
    }
  }

  private void transition(StateView transition) {
    if (transition.newState() == TcpState.LISTEN) {
      Listener listener = begin();
      listener.opened = listener.seenFrom;
      owner(listener);
      listening.put(transition.cookie(), listener);
    } else if (transition.oldState() == TcpState.LISTEN
        && transition.newState() == TcpState.CLOSE) {
      Listener listener = listening.remove(transition.cookie());
      if (listener == null) {
        listener = begin();
        owner(listener);
      }
      listener.closed = scan.clock().isSet() ? scan.clock().wall(transition.time()) : 0;
      end(listener);
    }
  }

  private Listener begin() {
    Listener listener = new Listener();
    listener.host = host;
    listener.bootId = bootId;
    listener.seenFrom = scan.clock().isSet() ? scan.clock().wall(event.time()) : 0;
    listener.cookie = event.cookie();
    listener.netns = event.netns();
    listener.ipv4 = event.family() == StateLayout.IPV4;
    listener.head = listener.ipv4 ? 0 : event.localHead();
    listener.tail =
        listener.ipv4 ? 0xffff00000000L | event.localHead() >>> Integer.SIZE : event.localTail();
    listener.port = event.localPort();
    listener.uid = event.uid();
    return listener;
  }

  private void owner(Listener listener) {
    listener.pid = event.pid();
    listener.comm = new String(event.comm(), StandardCharsets.UTF_8);
    listener.ownerTime = event.time();
    listener.ownerSettled = false;
  }

  private void process(ProcessRecord record) {
    HostProcess known = processes.of(record.pid(), record.time());
    if (known != null && (record.why() == ProcessRecord.EXIT || record.start() > known.start())) {
      settleOwners(record.pid());
    }
    processes.take(record);
  }

  /**
   * A PID's process ended, or another has it now. What a process does as it ends, closing its
   * sockets, comes after the record of its end.
   */
  private void settleOwners(int pid) {
    for (Listener each : listening.values()) {
      if (each.pid == pid) {
        settleOwner(each);
      }
    }
  }

  /** Its owner is looked up late: an inventory tells of sockets and processes in any order. */
  private void settleOwner(Listener listener) {
    if (!listener.ownerSettled) {
      listener.ownerSettled = true;
      listener.process = processes.startedBefore(listener.pid, listener.ownerTime);
    }
  }

  private void end(Listener listener) {
    settleOwner(listener);
    HostProcess process = listener.process;
    if (process != null) {
      listener.executable = new String(process.executable(), StandardCharsets.UTF_8);
      String arguments = new String(process.arguments(), StandardCharsets.UTF_8);
      listener.commandLine = arguments.replace('\0', ' ').stripTrailing();
    }
    ended.add(listener);
  }

  private void endAll() {
    listening.values().forEach(this::end);
    listening.clear();
  }

  @Override
  public void close() {
    scan.close();
  }
}
