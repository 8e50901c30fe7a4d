// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tcplife.event.BatchSummary;

/**
 * Calls everything of the bridge, what must fail included, for someone else to watch: {@code
 * EveryCall ROUNDS}. Tells how many records came. In the end it has no privileges left.
 */
final class EveryCall {
  private static final int RING = 1 << 20;
  private static final String CGROUPS = "/sys/fs/cgroup";
  private static final String NOBODY = "no such user";

  /** As long as a text of an exec may be, and longer. */
  private static final String LONG = "x".repeat(5000);

  private long records;

  private EveryCall() {}

  public static void main(String[] arguments) throws Exception {
    EveryCall calls = new EveryCall();
    calls.host();
    for (int i = Integer.parseInt(arguments[0]); i > 0; i--) {
      calls.session();
      calls.inventory();
      names();
    }
    Thread other = new Thread(Host::lowerPriority);
    other.start();
    other.join();
    User.self().useFiles();
    new User(54_321, 54_321).becomeForGood();
    System.out.println("records: " + calls.records);
  }

  /** What must fail, with a message. */
  private static void refused(Runnable call) {
    try {
      call.run();
    } catch (BridgeException e) {
      if (e.getMessage().isEmpty()) {
        throw new AssertionError("no message", e);
      }
      return;
    }
    throw new AssertionError("was to be refused");
  }

  private void host() throws IOException, InterruptedException {
    Host.stopOnSignals();
    Host.snapshotOnSignal();
    Host.clockPair();
    Host.umask(077);
    Path file = Files.createTempFile("tcplife", "\u00e4\ud83d\ude00");
    Host.allocate(file, 0, 1 << 16);
    Files.delete(file);
    refused(() -> Host.allocate(file, 0, 1));
    Kernel.tracepointError(SessionProgram.TRACEPOINT);
    Kernel.tracepointError(LONG);
    refused(() -> Bridge.watchHidden(LONG.getBytes(StandardCharsets.US_ASCII)));
    try (HiddenProcesses watched = new HiddenProcesses()) {
      Thread.sleep(10);
      watched.found();
    }
  }

  private void session() throws IOException, InterruptedException {
    refused(() -> Bridge.open(LONG.getBytes(StandardCharsets.US_ASCII), RING, RING));
    try (SessionProgram program = new SessionProgram(RING)) {
      List<Hook> attached = load(program);
      SessionProgram.PROGRAMS.forEach(program::attach);
      attached.forEach(hook -> attach(program, hook));
      refused(() -> program.attach("none"));
      traffic();
      drain(program, ByteBuffer.allocateDirect(SessionProgram.LARGEST_RECORD));
      program.newIds();
      program.forgetIds();
      traffic();
      snapshot(program);
      drain(program, ByteBuffer.allocateDirect(RING));
      program.counters();
      program.detach();
    }
  }

  /** Object by object, as they are loaded or refused as a whole. */
  private static List<Hook> load(SessionProgram program) {
    Map<String, List<Hook>> objects =
        Stream.of(Hook.values())
            .filter(Kernel::has)
            .collect(Collectors.groupingBy(Hook::object, TreeMap::new, Collectors.toList()));
    objects
        .values()
        .removeIf(
            hooks -> {
              try {
                program.add(hooks);
                return false;
              } catch (BridgeException e) {
                return true;
              }
            });
    return objects.values().stream().flatMap(List::stream).toList();
  }

  private static void attach(SessionProgram program, Hook hook) {
    try {
      program.attach(hook.program());
    } catch (BridgeException e) {
      System.out.println("without " + hook + ": " + e.getMessage());
    }
  }

  /** Records of all kinds: of sessions, and of processes with texts that must be cut. */
  private static void traffic() throws IOException, InterruptedException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 5; i++) {
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
            Socket accepted = server.accept()) {
          accepted.setSoLinger(i % 2 == 0, 0);
          client.getOutputStream().write(i);
        }
      }
    }
    new ProcessBuilder("true", LONG).start().waitFor();
  }

  private static void snapshot(SessionProgram program) throws IOException, InterruptedException {
    String pid = String.valueOf(ProcessHandle.current().pid());
    new ProcessBuilder("kill", "-USR1", pid).start().waitFor();
    while (program.await(100) != SessionProgram.SNAPSHOT) {
      continue;
    }
    program.await(0);
    Host.stopsAsked();
  }

  private void drain(SessionProgram program, ByteBuffer to) {
    for (BatchSummary moved = program.drain(to); moved.records() > 0; moved = program.drain(to)) {
      records += moved.records();
    }
  }

  private void inventory() throws IOException {
    try (Inventory inventory = new Inventory()) {
      for (int i = 0; i < 2; i++) {
        List<Runnable> passes =
            List.of(
                inventory::beginProcesses,
                () -> inventory.beginCookies(null),
                inventory::beginFiles,
                () -> inventory.beginSockets(null),
                () -> inventory.beginSockets(Path.of("/proc/self/ns/net")));
        passes.forEach(pass -> readPass(inventory, pass));
        inventory.openSockets();
        inventory.restart();
      }
      refused(() -> inventory.beginSockets(Path.of("/nowhere")));
      inventory.beginFiles(); // and closed before it is read
    }
  }

  private void readPass(Inventory inventory, Runnable begin) {
    begin.run();
    ByteBuffer to = ByteBuffer.allocateDirect(Inventory.LEAST_ROOM);
    while (inventory.read(to.clear()) || inventory.newIds() != null) {
      records++;
    }
  }

  private static void names() {
    Names.user(0);
    Names.user(-2);
    ByteBuffer cgroups = Names.cgroups(CGROUPS);
    Names.cgroups("/nowhere");
    Names.cgroup(CGROUPS, 1);
    Names.cgroup(CGROUPS, -1);
    Names.cgroup("/nowhere", cgroups.limit());
    for (String user : Arrays.asList("root", "0:0", "1:root", NOBODY, "0:" + NOBODY, LONG)) {
      User.find(user);
    }
  }
}
