// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.cli.ExitCode;
import tcplife.event.InventoryRecord;
import tcplife.event.ProcessRecord;
import tcplife.live.Program;

/**
 * The systemd unit: it is one, its system calls and capabilities are enough, and each capability is
 * needed. systemd need not run: the recorder is started with what the unit gives it, by setpriv.
 */
@Timeout(120)
class ServiceUnitIT extends RecordedIntoDirectory {
  private static final Path UNIT =
      Path.of(System.getProperty("tcplife.root"), "docs/tcplife.service");

  private static final String ANALYZE = "/usr/bin/systemd-analyze";
  private static final Pattern CALL = Pattern.compile("^\\d+ +(\\w+)\\(");
  private static final String USER = "54325";

  /** What a recording with all that the unit allows holds. */
  private record Held(boolean executables, boolean everywhere, boolean accepts) {}

  private List<String> capabilities;

  @BeforeEach
  void readCapabilities() throws IOException {
    capabilities = words("CapabilityBoundingSet=");
    assertEquals(capabilities, words("AmbientCapabilities="));
    assertEquals(5, capabilities.size(), capabilities::toString);
  }

  private static List<String> words(String setting) throws IOException {
    return Files.readAllLines(UNIT).stream()
        .filter(line -> line.startsWith(setting))
        .flatMap(line -> Arrays.stream(line.substring(setting.length()).split(" ")))
        .toList();
  }

  @Test
  void systemdUnderstandsTheUnit() throws IOException {
    assertEquals("", verify("NoNewPrivileges"));
    assertNotEquals("", verify("NoNewPrivilege"), "an unknown setting is told");
  }

  /** What systemd says of the unit, with a program that is here, and this for a setting's name. */
  private String verify(String name) throws IOException {
    Live.need(Files.isExecutable(Path.of(ANALYZE)), ANALYZE + " is missing");
    String unit = Files.readString(UNIT).replace("NoNewPrivileges", name);
    Path copy = temp.resolve("tcplife.service");
    Files.writeString(copy, unit.replace("/opt/tcplife/tcplife", "/bin/true"));
    try (Program analyze = Program.start(ANALYZE, "verify", copy.toString())) {
      analyze.exitCode();
      return analyze.output() + analyze.errors();
    }
  }

  /** A recorder that has some capabilities, and can get no others. */
  private Program start(List<String> given, String... before) throws IOException {
    Path home = Files.createDirectory(temp.resolve("home"));
    Program.run("chown", USER + ":" + USER, home.toString());
    path = home.resolve("cap");
    String set =
        given.stream()
            .map(each -> ",+" + each.substring("CAP_".length()).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("", "-all", ""));
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(
        List.of(
            "setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--no-new-privs"));
    command.addAll(List.of("--inh-caps=" + set, "--ambient-caps=" + set, "--bounding-set=" + set));
    String ready = home.resolve("ready").toString();
    String[] record = {"record", "-o", path.toString(), "--accept=syscall", "--ready-file", ready};
    command.addAll(Live.copyOfTcplife(temp, record));
    return Program.start(Map.of(), command);
  }

  /** Names of system calls that a set of systemd's stands for, or that one alone. */
  private static Set<String> calls(String set) {
    Set<String> calls = new HashSet<>();
    if (!set.startsWith("@")) {
      calls.add(set);
      return calls;
    }
    for (String line : Program.run(ANALYZE, "syscall-filter", set).lines().skip(1).toList()) {
      String word = line.strip();
      if (!word.isEmpty() && !word.startsWith("#")) {
        calls.addAll(calls(word));
      }
    }
    return calls;
  }

  @Test
  void itsSystemCallsAreEnough() throws IOException {
    Live.need(Files.isExecutable(Path.of(ANALYZE)), ANALYZE + " is missing");
    Live.need(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is missing");
    Set<String> allowed = new HashSet<>();
    words("SystemCallFilter=").forEach(each -> allowed.addAll(calls(each)));
    Path calls = temp.resolve("calls");
    record(capabilities, "strace", "-f", "-qq", "-o", calls.toString());
    Set<String> made = new TreeSet<>();
    for (String line : Files.readAllLines(calls)) {
      CALL.matcher(line).results().forEach(each -> made.add(each.group(1)));
    }
    assertTrue(made.containsAll(List.of("bpf", "perf_event_open", "setns")), made::toString);
    made.removeAll(allowed);
    assertEquals(Set.of(), made);
  }

  private Held record(List<String> given, String... before) throws IOException {
    try (Program other = Program.start("unshare", "--net", "sleep", "4321");
        Program recorder = start(given, before)) {
      Path ready = temp.resolve("home/ready");
      recorder.awaitFile(ready);
      String traffic = Program.run(Live.traffic("sessions", "client-closes", "-n", "5"));
      Program.run("kill", "-INT", Files.readString(ready).strip());
      assertEquals(ExitCode.OK, recorder.exitCode(), recorder::errors);
      Recorded recorded = new Recorded(path);
      assertEquals(52, recorded.of(traffic).events);
      assertEquals(0, recorded.sequences.missing());
      RecordedCycle cycle = RecordedCycle.read(path).get(0);
      ProcessRecord found =
          cycle.processes.stream().filter(each -> each.pid() == other.pid()).findFirst().get();
      boolean partial =
          cycle.marks.stream()
              .filter(mark -> mark.phase() == InventoryRecord.END)
              .anyMatch(InventoryRecord::partial);
      boolean accepts = !recorder.errors().contains("without ");
      return new Held(!RecordedCycle.text(found.executable()).isEmpty(), !partial, accepts);
    }
  }

  @Test
  void itsCapabilitiesAreEnough() throws IOException {
    assertEquals(new Held(true, true, true), record(capabilities));
  }

  @Test
  void withoutPtraceExecutablesAreNotKnown() throws IOException {
    assertFalse(record(without("CAP_SYS_PTRACE")).executables);
  }

  @Test
  void withoutAdminSocketsAreNotLookedForEverywhere() throws IOException {
    assertFalse(record(without("CAP_SYS_ADMIN")).everywhere);
  }

  @Test
  void withoutReadSearchAcceptsAreNotSeen() throws IOException {
    assertFalse(record(without("CAP_DAC_READ_SEARCH")).accepts);
  }

  /** CAP_SYS_ADMIN stands for each of these, so only without it is it seen that they are needed. */
  @ParameterizedTest
  @ValueSource(strings = {"CAP_BPF", "CAP_PERFMON"})
  void withoutAnyOfTheseNothingIsRecorded(String capability) throws IOException {
    try (Program recorder = start(without(capability, "CAP_SYS_ADMIN"))) {
      assertEquals(ExitCode.FAILED, recorder.exitCode());
      assertTrue(recorder.errors().contains("CAP_BPF and CAP_PERFMON"), recorder::errors);
    }
  }

  private List<String> without(String... taken) {
    List<String> left = new ArrayList<>(capabilities);
    assertTrue(left.removeAll(List.of(taken)));
    assertEquals(capabilities.size() - taken.length, left.size());
    return left;
  }
}
