// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.InventoryRecord;
import tcplife.event.NameRecord;
import tcplife.event.TcpState;
import tcplife.live.Await;
import tcplife.live.Program;
import tcplife.recorder.RecordedCycle.Found;

/** What a recording finds of sockets that were open before it began. */
@Timeout(120)
class InventoryIT {
  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  /** A recording that begins and ends. */
  private RecordedCycle record() {
    Path capture = temp.resolve("cap");
    try (RecorderProcess recorder = RecorderProcess.start(capture)) {
      recorder.stop("INT");
    }
    return RecordedCycle.read(capture).get(0);
  }

  private static void assertFound(Holder holder, RecordedCycle cycle) {
    assertEquals(
        holder.expected(),
        cycle.sockets(found -> found.netns() == holder.netns()).stream()
            .map(Holder::line)
            .sorted()
            .toList());
  }

  @Test
  void everySocketOfEveryFamilyAndNamespaceIsThereWithStateOwnerDescriptorAndCounters() {
    try (Holder four = Holder.start(temp.resolve("four"), 500, 100);
        Holder six = Holder.start(temp.resolve("six"), 500, 100, "-6")) {
      RecordedCycle cycle = record();

      assertFound(four, cycle);
      assertFound(six, cycle);
      assertTrue(cycle.sockets(found -> found.netns() == four.netns()).size() > 1000);
      for (Found found : cycle.sockets(each -> each.netns() == six.netns())) {
        assertEquals(10, found.family());
        assertFalse(found.orphan());
      }
      assertEquals(
          List.of(InventoryRecord.BEGIN, InventoryRecord.END),
          cycle.marks.stream().map(InventoryRecord::phase).toList());
      assertEquals(
          cycle.sockets.stream().map(Found::cookie).distinct().count(), cycle.marks.get(1).found());
    }
  }

  @Test
  void aSocketThatSeveralProcessesHoldHasARecordForEachAndOneThatWaitsForItsAcceptHasOne()
      throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket listener = new ServerSocket(0, 1, loopback);
        Program shell = Program.start("bash", "-c", sharedConnection(listener.getLocalPort()))) {
      Await.until("the shell has children", () -> handle(shell).children().count() == 2);
      RecordedCycle cycle = record();

      List<Found> clients = cycle.sockets(each -> each.remotePort() == listener.getLocalPort());
      List<Long> holders = new ArrayList<>(List.of(shell.pid()));
      handle(shell).children().map(ProcessHandle::pid).forEach(holders::add);
      assertEquals(
          holders.stream().sorted().toList(),
          clients.stream().map(found -> (long) found.pid()).sorted().toList());
      assertEquals(1, clients.stream().map(Found::cookie).distinct().count());
      Found waiting =
          cycle.sockets(each -> each.remotePort() == clients.get(0).localPort()).stream()
              .collect(onlyOne());
      assertEquals(0, waiting.pid());
      assertEquals(TcpState.ESTABLISHED, waiting.state());
      assertFalse(waiting.orphan());
    }
  }

  /** The shell has it by two descriptors, and its children by both. */
  private static String sharedConnection(int port) {
    return "exec 5<>/dev/tcp/127.0.0.1/" + port + " 6<&5; sleep 1000 & sleep 1000 & wait";
  }

  private static ProcessHandle handle(Program program) {
    return ProcessHandle.of(program.pid()).orElseThrow();
  }

  private static <T> Collector<T, ?, T> onlyOne() {
    return Collectors.collectingAndThen(
        Collectors.toList(),
        list -> {
          assertEquals(1, list.size(), list::toString);
          return list.get(0);
        });
  }

  @Test
  void aSocketWhoseProcessHasGoneIsThereThoughItsNamespaceHasNoProcessAtAll() throws IOException {
    String name = "tcplife-" + ProcessHandle.current().pid();
    Program.run("ip", "netns", "add", name);
    try {
      int port = leaveOrphan(name);
      RecordedCycle cycle = record();

      Found orphan = cycle.sockets(each -> each.localPort() == port).stream().collect(onlyOne());
      assertEquals(TcpState.FIN_WAIT1, orphan.state());
      assertEquals(0, orphan.pid());
      assertEquals("", orphan.comm());
      assertTrue(orphan.orphan());
      assertTrue(orphan.sent() > 0);
      assertEquals(name, cycle.name(NameRecord.NETNS, Integer.toUnsignedLong(orphan.netns())));
    } finally {
      Program.run("ip", "netns", "delete", name);
    }
  }

  /** Leaves a socket that can neither send nor end, and returns its port. */
  private int leaveOrphan(String namespace) {
    Path ready = temp.resolve("ready");
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.addAll(
        Live.after(
            "ip link set lo up", List.of(Live.TRAFFIC.toString(), "orphan", "-r", "" + ready)));
    try (Program traffic = Program.start(Map.of(), command)) {
      traffic.awaitFile(ready);
      Program.run("ip", "-n", namespace, "link", "set", "lo", "down");
      traffic.closeInput();
      traffic.expectExit(0);
      return Integer.parseInt(traffic.output().strip());
    }
  }

  @Test
  void everyCycleHasAnInventoryOfItsOwn() {
    Path capture = temp.resolve("cap");
    try (Holder holder = Holder.start(temp.resolve("held"), 50, 10)) {
      try (RecorderProcess recorder = RecorderProcess.start(capture, "--cycle-age=3s")) {
        Await.until("three cycles are there", () -> Files.exists(capture.resolve("000003")));
        recorder.stop("INT");
      }
      List<RecordedCycle> cycles = RecordedCycle.read(capture);
      assertTrue(cycles.size() >= 3, cycles.size() + " cycles");
      for (RecordedCycle cycle : cycles) {
        assertFound(holder, cycle);
        assertEquals(2, cycle.marks.size());
        assertTrue(cycle.processes.stream().anyMatch(process -> process.pid() == holder.pid()));
        assertEquals("root", cycle.name(NameRecord.USER, 0));
      }
    }
  }
}
