// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.bpf.Hook;
import tcplife.cli.ExitCode;
import tcplife.live.Program;

/** What {@code tcplife check} says of this host. */
@Timeout(60)
class CheckCommandIT {
  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  private static void assertSays(String output, String line) {
    assertTrue(output.lines().toList().contains(line), output);
  }

  @Test
  void whereARecordingCanBeginItSaysWhatItWouldHold() {
    String output = Program.run(Live.tcplife("check"));

    assertTrue(output.startsWith("kernel     "), output);
    assertSays(output, "privileges yes: root, or CAP_BPF and CAP_PERFMON");
    assertSays(output, "BTF        yes: /sys/kernel/btf/vmlinux");
    assertSays(output, "tracepoint yes: inet_sock_set_state");
    assertSays(output, "program    yes: loads and attaches");
    assertSays(output, "hook       yes: tp_btf/inet_sock_set_state:session");
    assertSays(output, "hook       yes: tp_btf/inet_sock_set_state:session_nested");
    for (Hook hook : Hook.values()) {
      String told = output.lines().filter(line -> line.contains(hook.toString())).findFirst().get();
      // Every kernel that the tests know has the others.
      assertTrue(
          told.equals("hook       yes: " + hook)
              || hook == Hook.ACCEPT_FUNCTION && told.startsWith("hook       no: " + hook + ": "),
          told);
    }
    assertSays(output, "inventory  yes: what is open already, and its processes");
    assertTellsWhatIsHidden(output);
  }

  /** Which depends on the kernel; what the record then lacks does not. */
  private static void assertTellsWhatIsHidden(String output) {
    String all = "records    every state transition of every TCP socket, in all namespaces";
    List<String> hidden = output.lines().filter(line -> line.startsWith("hidden     ")).toList();
    if (hidden.equals(List.of("hidden     none of the processes that ran in a second"))) {
      assertSays(output, all);
    } else {
      assertSays(output, all + ", except what happens while a hidden process is current");
      String process = "hidden     process \\d+: no BPF program is run while it is current";
      assertTrue(hidden.stream().allMatch(line -> line.matches(process)), output);
      assertTrue(!hidden.isEmpty(), output);
    }
  }

  @Test
  void whereNoneCanBeginItSaysWhatIsMissingAndFails() throws IOException {
    List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--clear-groups"));
    command.addAll(Live.copyOfTcplife(temp, "check"));
    try (Program check = Program.start(Map.of(), command)) {
      assertEquals(ExitCode.FAILED, check.exitCode());
      assertSays(check.output(), "privileges no: root, or CAP_BPF and CAP_PERFMON");
      assertSays(check.output(), "BTF        yes: /sys/kernel/btf/vmlinux");
      assertSays(check.output(), "records    nothing");
      assertEquals("", check.errors());
    }
  }

  @Test
  void withoutTheNativeLibraryItSaysSo() {
    try (Program check = Program.start(Map.of(), Live.tcplifeWithoutLibrary("check"))) {
      assertEquals(ExitCode.FAILED, check.exitCode());
      assertTrue(
          check.output().contains("program    no: the native library cannot be loaded: "),
          check.output());
      assertEquals("", check.errors());
    }
  }
}
