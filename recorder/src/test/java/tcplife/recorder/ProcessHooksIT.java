// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.ProcessRecord;
import tcplife.event.TcpState;
import tcplife.live.HookRecords;
import tcplife.live.Program;

/** Processes are told when they begin, and when they become another program. */
@Timeout(120)
class ProcessHooksIT {
  private static final long NS_PER_TICK = 10_000_000;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  /** What a recording holds after some work. */
  private HookRecords recorded(Runnable work) {
    Path capture = temp.resolve("cap");
    try (RecorderProcess recorder = RecorderProcess.start(capture)) {
      work.run();
      recorder.stop("INT");
    }
    return new HookRecords(capture);
  }

  /** Runs a program to its end, and returns its PID. */
  private static long run(List<String> command) {
    try (Program program = Program.start(Map.of(), command)) {
      program.expectExit(0);
      return program.pid();
    }
  }

  /** The last program of a process: what started it was another, since Java has a helper. */
  private static ProcessRecord last(HookRecords records, long pid) {
    List<ProcessRecord> execs = records.of(pid, ProcessRecord.EXEC);
    return execs.get(execs.size() - 1);
  }

  private static String arguments(ProcessRecord process) {
    return new String(process.arguments(), StandardCharsets.UTF_8);
  }

  private static String executable(ProcessRecord process) {
    return new String(process.executable(), StandardCharsets.UTF_8);
  }

  @Test
  void aProcessThatLivesForAMillisecondIsToldWithAllThatItWas() throws IOException {
    long[] pid = new long[1];
    HookRecords records =
        recorded(
            () ->
                pid[0] =
                    run(
                        List.of(
                            "setpriv",
                            "--reuid=54321",
                            "--clear-groups",
                            Live.BRIEF.toString(),
                            "1",
                            "two words",
                            "",
                            "ä")));

    ProcessRecord brief = last(records, pid[0]);
    ProcessRecord fork = records.of(pid[0], ProcessRecord.FORK).get(0);
    assertEquals(Live.BRIEF.toString(), executable(brief));
    assertEquals(Live.BRIEF + "\0" + "1\0two words\0\0ä\0", arguments(brief));
    assertFalse(brief.cut());
    assertEquals("brief", new String(brief.comm(), StandardCharsets.UTF_8));
    assertEquals(54321, brief.uid());
    assertEquals(ProcessHandle.current().pid(), brief.parent());
    assertEquals(inode("/proc/self/ns/net"), brief.netns());
    assertEquals(fork.start(), brief.start());
    assertTrue(fork.start() <= fork.time() && fork.time() < brief.time(), "fork, then exec");
    // By its connect: in its task softirq may have made transitions of others' sockets.
    List<Long> connected =
        records.transitions.stream()
            .filter(each -> each.pid() == pid[0] && each.newState() == TcpState.SYN_SENT)
            .map(HookRecords.Transition::cookie)
            .toList();
    assertEquals(1, connected.size(), "its session is known by its PID");
    assertEquals(
        List.of(TcpState.SYN_SENT, TcpState.CLOSE),
        records.transitions.stream()
            .filter(each -> each.cookie() == connected.get(0))
            .map(HookRecords.Transition::newState)
            .toList());
  }

  private static int inode(String file) throws IOException {
    return (int) (long) Files.getAttribute(Path.of(file), "unix:ino");
  }

  @Test
  void ofManyShortProcessesNoneIsMissing() {
    String script = "i=0; while [ $i -lt 300 ]; do /bin/true $i & echo $!; i=$((i+1)); done; wait";
    StringBuilder pids = new StringBuilder();
    HookRecords records = recorded(() -> pids.append(Program.run("bash", "-c", script)));

    List<Integer> told = pids.toString().lines().map(Integer::valueOf).toList();
    assertEquals(300, told.size());
    int missing = 0;
    for (int i = 0; i < told.size(); i++) {
      List<ProcessRecord> execs = records.of(told.get(i), ProcessRecord.EXEC);
      List<ProcessRecord> forks = records.of(told.get(i), ProcessRecord.FORK);
      assertTrue(execs.size() <= 1 && forks.size() <= 1, "PID " + told.get(i));
      missing += 2 - execs.size() - forks.size();
      if (!execs.isEmpty()) {
        assertEquals("/bin/true\0" + i + "\0", arguments(execs.get(0)));
      }
    }
    // The kernel skips a program that a preempted task of the same CPU is in, and counts that.
    assertTrue(missing <= records.lost, missing + " missing, " + records.lost + " told as lost");
  }

  @Test
  void aProcessThatStaysTheSameProgramIsToldAsAForkOfItsParent() {
    StringBuilder said = new StringBuilder();
    HookRecords records =
        recorded(() -> said.append(Program.run(Live.traffic("accepts", "-n", "9", "-w", "3"))));

    List<String[]> accepted = said.toString().lines().skip(2).map(line -> line.split(",")).toList();
    assertEquals(9, accepted.size());
    for (String[] session : accepted) {
      int worker = Integer.parseInt(session[0]);
      ProcessRecord fork = records.of(worker, ProcessRecord.FORK).get(0);
      assertEquals(Integer.parseInt(session[1]), fork.parent());
      assertEquals("tl-server", new String(fork.comm(), StandardCharsets.UTF_8));
      assertEquals("", executable(fork) + arguments(fork));
      assertEquals(List.of(), records.of(worker, ProcessRecord.EXEC));
    }
  }

  @Test
  void itsStartIsThatOfProc() throws IOException {
    Path capture = temp.resolve("cap");
    long ticks;
    long pid;
    try (RecorderProcess recorder = RecorderProcess.start(capture);
        Program sleeper = Program.start("sleep", "60")) {
      pid = sleeper.pid();
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // proc_pid_stat(5): field 22; the 20th behind the name, which may hold blanks.
      ticks = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
      recorder.stop("INT");
    }
    HookRecords records = new HookRecords(capture);

    assertEquals(ticks, records.of(pid, ProcessRecord.FORK).get(0).start() / NS_PER_TICK);
    assertEquals(ticks, last(records, pid).start() / NS_PER_TICK);
  }

  @Test
  void threadsAreNoProcesses() {
    long[] pid = new long[1];
    HookRecords records = recorded(() -> pid[0] = run(Live.tcplife("--version")));

    assertEquals(1, records.of(pid[0], ProcessRecord.FORK).size());
  }

  @Test
  void longTextsAreCutAndSaySo() throws IOException {
    Path directory =
        Files.createDirectories(temp.resolve("d".repeat(200)).resolve("e".repeat(200)));
    Path program = Files.copy(Path.of("/bin/true"), directory.resolve("program"));
    program.toFile().setExecutable(true);
    long[] pid = new long[2];
    HookRecords records =
        recorded(
            () -> {
              pid[0] = run(List.of("/bin/true", "x".repeat(5000)));
              pid[1] = run(List.of(program.toString()));
            });

    ProcessRecord longArgument = last(records, pid[0]);
    assertTrue(longArgument.cut());
    assertEquals("/bin/true", executable(longArgument));
    String start = "/bin/true\0";
    assertEquals(
        start + "x".repeat(ProcessRecord.ARGUMENTS_MOST - start.length()), arguments(longArgument));
    ProcessRecord longName = last(records, pid[1]);
    assertTrue(longName.cut());
    assertEquals(
        program.toString().substring(0, ProcessRecord.EXECUTABLE_MOST), executable(longName));
    assertEquals(program + "\0", arguments(longName));
  }
}
