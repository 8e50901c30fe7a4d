// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import tcplife.bpf.BridgeException;
import tcplife.bpf.HiddenProcesses;
import tcplife.bpf.Hook;
import tcplife.bpf.Inventory;
import tcplife.bpf.Kernel;
import tcplife.bpf.SessionProgram;
import tcplife.cli.ExitCode;
import tcplife.cli.Subcommand;

/** {@code tcplife check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Says what this kernel offers, and what a recording here would hold.",
    footer = {"", "Exits 0 if a recording can begin, else 1. Loads and attaches for a moment."})
public final class CheckCommand implements Subcommand {
  private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");
  private static final int WATCHED_MILLISECONDS = 1000;
  private boolean good = true;
  private String gap = "";

  @Override
  public Integer call() {
    tell("kernel", HostFacts.kernel());
    tell("lockdown", lockdown());
    require("privileges", Privileges.sufficient(), "root, or CAP_BPF and CAP_PERFMON");
    require("BTF", Files.isReadable(Privileges.BTF), Privileges.BTF.toString());
    try {
      String tracepoint = SessionProgram.TRACEPOINT;
      require("tracepoint", Kernel.tracepointError(tracepoint) == 0, tracepoint);
      tryProgram();
      tryInventory();
      findHidden();
    } catch (BridgeException e) {
      require("program", false, e.getMessage());
    }
    tell(
        "records",
        good ? "every state transition of every TCP socket, in all namespaces" + gap : "nothing");
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private void tryProgram() {
    if (!good) {
      return;
    }
    try (SessionProgram program = new SessionProgram(SessionProgram.SMALLEST_RING)) {
      Hooks hooks = new Hooks(program, List.of(Hook.values()));
      hooks.attach();
      require("program", true, "loads and attaches");
      hooks.attached().forEach(hook -> tell("hook", "yes: " + hook));
      hooks.leftOut().forEach((hook, reason) -> tell("hook", "no: " + hook + ": " + reason));
      tellAccepts(hooks.leftOut());
    }
  }

  /** What a recording does unless it is told otherwise. */
  private static void tellAccepts(Map<Hook, String> leftOut) {
    tell(
        "accepts",
        leftOut.containsKey(Hook.ACCEPT_FUNCTION)
            ? "no: who accepted is told by --accept=syscall only, which slows every system call"
            : "yes: who accepted a connection");
  }

  /** A recording can do without. */
  private void tryInventory() {
    if (!good) {
      return;
    }
    try (Inventory inventory = new Inventory()) {
      tell("inventory", "yes: what is open already, and its processes" + limits(inventory));
    } catch (BridgeException e) {
      tell("inventory", "no: " + e.getMessage());
    }
  }

  /** A recording can be made, but lacks what the kernel does not show. */
  private void findHidden() {
    if (!good) {
      return;
    }
    try (HiddenProcesses watched = new HiddenProcesses()) {
      Thread.sleep(WATCHED_MILLISECONDS);
      Set<Integer> found = watched.found().keySet();
      for (int process : found) {
        tell("hidden", "process " + process + ": no BPF program is run while it is current");
      }
      if (found.isEmpty()) {
        tell("hidden", "none of the processes that ran in a second");
      } else {
        gap = ", except what happens while a hidden process is current";
      }
    } catch (BridgeException e) {
      tell("hidden", "unknown: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      tell("hidden", "unknown: interrupted");
    }
  }

  private static String limits(Inventory inventory) {
    try {
      inventory.beginSockets(NetworkNamespaces.OWN);
      return "";
    } catch (BridgeException e) {
      return "; in other network namespaces not what no process holds, nor most of what was there before: "
          + e.getMessage();
    }
  }

  private static String lockdown() {
    try {
      return Files.readString(LOCKDOWN).strip();
    } catch (IOException e) {
      return "unknown: " + LOCKDOWN + " cannot be read";
    }
  }

  private void require(String what, boolean there, String detail) {
    good &= there;
    tell(what, (there ? "yes: " : "no: ") + detail);
  }

  private static void tell(String what, String value) {
    System.out.println(String.format("%-11s%s", what, value));
  }
}
