// SPDX-License-Identifier: Apache-2.0
package tcplife.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.bpf.Hook;
import tcplife.event.AcceptRecord;
import tcplife.event.ProcessRecord;
import tcplife.event.RecordHeader;
import tcplife.event.SegmentRecord;
import tcplife.event.TcpState;
import tcplife.live.HookRecords;

/** Records and replays real sessions on other kernels than this machine's, in QEMU. */
@Tag("kernels")
final class KernelsIT {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));
  private static final Path KERNELS = ROOT.resolve("analyzer/src/test/kernels");
  private static final Path WORK = ROOT.resolve("analyzer/target/kernels");

  /** Emulated kernels run at the machine's mercy. */
  private static final String TIMEOUT_SECONDS = "900";

  /** What makes a million transitions. */
  private static final int SESSIONS = 100_000;

  /** A replay's row or a line of the truth, as far as they can be compared. */
  private record Line(
      String pid,
      String local,
      String localPort,
      String remote,
      String remotePort,
      String sent,
      String received) {}

  /** What a kernel's guest left, by kernel: to boot one takes its time. */
  private static final Map<String, Path> BOOTED = new HashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"6.1", "6.12"})
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void everySessionOfTheTrafficIsReplayedWithItsProcesses(String kernel) throws Exception {
    Path out = booted(kernel);
    assertTrue(Files.readString(out.resolve("check")).startsWith("kernel     " + kernel + "."));
    String said = Files.readString(out.resolve("record"));
    assertTrue(said.contains(" 0 lost"), said);
    assertTrue(said.contains(" sockets open before: 21\n"), said);
    List<String> truth = Files.readAllLines(out.resolve("truth"));
    assertEquals(200, truth.stream().filter(line -> !line.startsWith("scenario")).count());
    assertEquals(
        truth.stream().flatMap(KernelsIT::expected).map(Line::toString).sorted().toList(),
        Files.readAllLines(out.resolve("replay")).stream()
            .skip(1)
            .map(KernelsIT::replayed)
            .map(Line::toString)
            .sorted()
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.1", "6.12"})
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void everyHookIsAttachedAndTellsWhatHappened(String kernel) throws Exception {
    Path out = booted(kernel);
    List<String> check = Files.readAllLines(out.resolve("check"));
    for (Hook hook : Hook.values()) {
      assertTrue(check.contains("hook       yes: " + hook), check::toString);
    }
    String none = "hidden     none of the processes that ran in a second";
    assertTrue(check.contains(none), check::toString);
    HookRecords records = new HookRecords(out.resolve("hooks"));

    List<String> accepts = Files.readAllLines(out.resolve("accepts"));
    assertEquals(21, accepts.size());
    for (String session : accepts.subList(1, accepts.size())) {
      String[] field = session.split(",");
      int worker = Integer.parseInt(field[0]);
      List<AcceptRecord> told =
          records.accepts.stream()
              .filter(each -> each.cookie() == Long.parseLong(field[2]))
              .toList();
      assertEquals(List.of(worker), told.stream().map(AcceptRecord::pid).toList(), session);
      assertEquals(AcceptRecord.FUNCTION, told.get(0).how());
      ProcessRecord fork = records.of(worker, ProcessRecord.FORK).get(0);
      assertEquals(Integer.parseInt(field[1]), fork.parent());
    }
    List<String> programs =
        records.processes.stream()
            .filter(each -> each.why() == ProcessRecord.EXEC)
            .map(each -> new String(each.arguments(), StandardCharsets.UTF_8))
            .toList();
    assertTrue(programs.contains("./traffic\0sessions\0client-resets\0-n\0" + "5\0"));
    List<SegmentRecord> sent =
        records.segments.stream()
            .filter(each -> each.kind() == RecordHeader.RESET_KIND)
            .filter(each -> each.direction() == SegmentRecord.SENT)
            .toList();
    // The kernel sends others too, as for data that comes after a close.
    assertTrue(sent.size() >= 5, sent::toString);
    // Linux 6.10 was the first to tell why.
    assertEquals(kernel.equals("6.12"), sent.stream().anyMatch(each -> each.reason() != 0));
    String[] cgroup = Files.readString(out.resolve("cgroup")).strip().split(" ");
    assertEquals(
        List.of("/tcplife-test"),
        records.names.stream()
            .filter(each -> each.id() == Long.parseLong(cgroup[0]))
            .map(each -> new String(each.text(), StandardCharsets.UTF_8))
            .toList());
  }

  /** Here no kernel hides any, as that of the machine may. */
  @ParameterizedTest
  @ValueSource(strings = {"6.1", "6.12"})
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void ofAMillionTransitionsNoneIsMissingAndEverySocketIsClosed(String kernel) throws Exception {
    HookRecords records = new HookRecords(booted(kernel).resolve("million"));
    Map<Long, List<Integer>> paths = new HashMap<>();
    records.transitions.forEach(
        each ->
            paths.computeIfAbsent(each.cookie(), socket -> new ArrayList<>()).add(each.newState()));
    List<List<Integer>> established =
        paths.values().stream().filter(path -> path.contains(TcpState.ESTABLISHED)).toList();

    assertEquals(0, records.lost);
    assertEquals(2 * SESSIONS, established.size());
    // Of the 10 of a session, the accepting side's first is under its listener's cookie. Of one
    // request two CPUs may make a socket each, one of which is closed at once: there may be more.
    assertEquals(9 * SESSIONS, established.stream().mapToInt(List::size).sum());
    assertTrue(records.transitions.size() >= 10 * SESSIONS + 2, "with the listener's");
    paths.values().forEach(path -> assertEquals(TcpState.CLOSE, path.get(path.size() - 1)));
  }

  /** The rows that a session must give: one for each end; a refused connect has only one. */
  private static Stream<Line> expected(String truth) {
    String[] field = truth.split(",");
    if (field[0].equals("scenario")) {
      return Stream.empty();
    }
    String up = kilobytes(field[7]);
    String down = kilobytes(field[8]);
    Line client = new Line(field[1], field[3], field[4], field[5], field[6], up, down);
    Line server = new Line(field[2], field[5], field[6], field[3], field[4], down, up);
    return field[0].equals("refused") ? Stream.of(client) : Stream.of(client, server);
  }

  /** SYN and FIN, which are counted too, make no difference to the sizes that the guest sends. */
  private static String kilobytes(String bytes) {
    return String.valueOf(Long.parseLong(bytes) / 1024);
  }

  private static Line replayed(String row) {
    String[] field = row.split(",");
    return new Line(field[0], field[3], field[4], field[5], field[6], field[7], field[8]);
  }

  private static Path booted(String kernel) throws IOException, InterruptedException {
    if (!BOOTED.containsKey(kernel)) {
      BOOTED.put(kernel, boot(kernel));
    }
    return BOOTED.get(kernel);
  }

  private static Path boot(String kernel) throws IOException, InterruptedException {
    Path tool = Files.createDirectories(WORK.resolve("tool-" + kernel));
    copy(ROOT.resolve("analyzer/target/tcplife.jar"), tool);
    copy(ROOT.resolve("bpf/target/native/libtcplife.so"), tool);
    copy(ROOT.resolve("bpf/target/test-native/traffic"), tool);
    Path lib = Files.createDirectories(tool.resolve("lib"));
    try (Stream<Path> jars = Files.list(ROOT.resolve("analyzer/target/lib"))) {
      for (Path jar : jars.toList()) {
        copy(jar, lib);
      }
    }
    Path out = WORK.resolve("out-" + kernel);
    ProcessBuilder boot =
        new ProcessBuilder(
                KERNELS.resolve("boot").toString(),
                kernel,
                WORK.toString(),
                tool.toString(),
                KERNELS.resolve("guest").toString(),
                out.toString())
            .redirectErrorStream(true);
    boot.environment().put("BOOT_TIMEOUT", TIMEOUT_SECONDS);
    Process run = boot.start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, run.waitFor(), said);
    return out;
  }

  private static void copy(Path file, Path directory) throws IOException {
    Path target = directory.resolve(file.getFileName());
    Files.deleteIfExists(target);
    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
