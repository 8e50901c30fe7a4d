// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.bpf.Hook;
import tcplife.capture.Capture;
import tcplife.event.AcceptRecord;
import tcplife.live.HookRecords;
import tcplife.live.Program;

/** Who accepts a session is told, as far as the recording was asked to. */
@Timeout(120)
class AcceptHooksIT {
  private static final int SESSIONS = 1000;
  private static final int WORKERS = 4;

  /** It may be mounted several times over, and debugfs shows it too. */
  private static final String WITHOUT_TRACEFS =
      "for each in tracing debug; do while umount -l /sys/kernel/$each 2>/dev/null; do :; done; done";

  @TempDir Path temp;
  private Path capture;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @BeforeEach
  void choosePath() {
    capture = temp.resolve("cap");
  }

  private static List<String[]> accepted() {
    String[] arguments = {"accepts", "-n", "" + SESSIONS, "-w", "" + WORKERS};
    return Program.run(Live.traffic(arguments))
        .lines()
        .skip(2)
        .map(line -> line.split(","))
        .toList();
  }

  private static void assertEachHasItsWorker(
      List<String[]> accepted, HookRecords records, int how) {
    Map<Long, List<AcceptRecord>> told =
        records.accepts.stream().collect(Collectors.groupingBy(AcceptRecord::cookie));
    assertEquals(SESSIONS, accepted.size());
    for (String[] session : accepted) {
      List<AcceptRecord> of = told.getOrDefault(Long.parseLong(session[2]), List.of());
      assertEquals(1, of.size(), String.join(",", session));
      assertEquals(Integer.parseInt(session[0]), of.get(0).pid());
      assertEquals(Integer.parseInt(session[0]), of.get(0).tid());
      assertEquals(how, of.get(0).how());
      assertEquals(0, of.get(0).uid());
      assertEquals("tl-server", new String(of.get(0).comm(), StandardCharsets.UTF_8));
    }
    assertEquals(WORKERS, accepted.stream().map(session -> session[0]).distinct().count());
    assertEquals(
        Set.of("accept", "accept4"),
        accepted.stream().map(session -> session[3]).collect(Collectors.toSet()));
  }

  private List<String> attached() {
    return Capture.open(capture).manifest().recordings().get(0).hooks();
  }

  @Test
  void bySystemCallEachOfManyPreforkedWorkersIsNamed() {
    List<String[]> accepted;
    try (RecorderProcess recorder = RecorderProcess.start(capture, "--accept=syscall")) {
      accepted = accepted();
      recorder.stop("INT");
    }

    assertEachHasItsWorker(accepted, new HookRecords(capture), AcceptRecord.SYSCALL);
    assertTrue(
        attached().containsAll(List.of("" + Hook.ACCEPT_SYSCALL, "" + Hook.ACCEPT4_SYSCALL)));
  }

  @Test
  void byFunctionWhereTheKernelLetsUs() {
    List<String[]> accepted;
    String said;
    try (RecorderProcess recorder = RecorderProcess.start(capture)) {
      accepted = accepted();
      said = recorder.stop("INT");
    }

    HookRecords records = new HookRecords(capture);
    if (attached().contains(Hook.ACCEPT_FUNCTION.toString())) {
      assertEachHasItsWorker(accepted, records, AcceptRecord.FUNCTION);
    } else {
      assertTrue(said.contains(": without " + Hook.ACCEPT_FUNCTION + ": "), said);
      assertEquals(List.of(), records.accepts);
    }
  }

  @Test
  void notAtAllWhereThatIsWhatWasAskedFor() {
    String said;
    try (RecorderProcess recorder = RecorderProcess.start(capture, "--accept=none")) {
      accepted();
      said = recorder.stop("INT");
    }

    assertEquals(List.of(), new HookRecords(capture).accepts);
    assertTrue(attached().stream().noneMatch(hook -> hook.contains("accept")));
    assertTrue(!said.contains("without"), said);
  }

  /** Records where nobody has mounted tracefs; tells then whether somebody has. */
  private Program recordedWithoutTracefs(String... privileges) {
    List<String> command = new ArrayList<>(List.of(privileges));
    String[] arguments = {"record", "-o", capture.toString(), "--accept=syscall", "-d", "100ms"};
    command.addAll(Live.tcplife(arguments));
    String script = WITHOUT_TRACEFS + "; \"$@\"; grep -c tracefs /proc/self/mounts; set -- true";
    Program program = Program.start(Map.of(), Live.afterMount(script, command));
    program.exitCode();
    return program;
  }

  @Test
  void tracefsIsMountedForTheMomentThatItIsNeeded() {
    try (Program recorder = recordedWithoutTracefs()) {
      assertEquals("0\n", recorder.output(), recorder::errors);
    }
    assertTrue(
        attached().containsAll(List.of("" + Hook.ACCEPT_SYSCALL, "" + Hook.ACCEPT4_SYSCALL)));
  }

  @Test
  void whereTracefsCannotBeMountedTheHookIsLeftOutWithTheCommandToRun() {
    try (Program recorder =
        recordedWithoutTracefs("setpriv", "--inh-caps=-sys_admin", "--bounding-set=-sys_admin")) {
      assertEquals("0\n", recorder.output());
      for (Hook hook : List.of(Hook.ACCEPT_SYSCALL, Hook.ACCEPT4_SYSCALL)) {
        String reason = "mount -t tracefs tracefs /sys/kernel/tracing: Operation not permitted";
        String line = "tcplife record: without " + hook + ": " + reason;
        assertTrue(recorder.errors().lines().toList().contains(line), recorder.errors());
        assertFalse(attached().contains(hook.toString()));
      }
    }
    assertTrue(attached().contains(Hook.EXEC.toString()));
  }
}
