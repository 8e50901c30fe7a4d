// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tcplife.bpf.BridgeException;
import tcplife.bpf.Hook;
import tcplife.bpf.Kernel;
import tcplife.bpf.SessionProgram;

/**
 * What a recording attaches: the programs that it needs, and each hook that this kernel lets it
 * have; the others are left out, with a reason.
 */
final class Hooks {
  private final SessionProgram program;
  private final List<Hook> loaded = new ArrayList<>();
  private final Map<Hook, String> leftOut = new EnumMap<>(Hook.class);

  /** Loads what can be loaded: that takes its time, while nothing is lost yet. */
  Hooks(SessionProgram program, Collection<Hook> wanted) {
    this.program = program;
    for (Hook hook : wanted) {
      if (Kernel.has(hook)) {
        loaded.add(hook);
      } else {
        leftOut.put(hook, "this kernel has none");
      }
    }
    // An object is loaded or refused as a whole.
    Map<String, List<Hook>> objects =
        loaded.stream()
            .collect(Collectors.groupingBy(Hook::object, TreeMap::new, Collectors.toList()));
    objects.values().forEach(hooks -> attempt(hooks, program::add));
  }

  /**
   * Attaches the programs, and the hooks that were loaded.
   *
   * @throws BridgeException if the kernel refuses one of the programs
   */
  void attach() {
    SessionProgram.PROGRAMS.forEach(program::attach);
    for (Hook hook : List.copyOf(loaded)) {
      attempt(List.of(hook), unused -> program.attach(hook.program()));
    }
  }

  private void attempt(List<Hook> hooks, Consumer<List<Hook>> step) {
    try {
      step.accept(hooks);
    } catch (BridgeException e) {
      loaded.removeAll(hooks);
      hooks.forEach(hook -> leftOut.put(hook, e.getMessage()));
    }
  }

  /** After {@link #attach}: all that is attached, as a manifest has it. */
  List<String> attached() {
    return Stream.concat(
            SessionProgram.PROGRAMS.stream()
                .map(name -> "tp_btf/" + SessionProgram.TRACEPOINT + ":" + name),
            loaded.stream().map(Hook::toString))
        .toList();
  }

  /** What the kernel did not let us have, and why. */
  Map<Hook, String> leftOut() {
    return leftOut;
  }
}
