// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.Map;
import java.util.function.Consumer;
import tcplife.bpf.BridgeException;
import tcplife.bpf.HiddenProcesses;

/**
 * Finds out which processes the kernel hides from a recording. For a moment only, since every
 * switch of a CPU to another task pays for it: one that does not run then is not found.
 */
final class HiddenWatch implements AutoCloseable {
  private final Survey survey;
  private final Consumer<String> user;
  private HiddenProcesses watched;

  /**
   * @param survey writes what was found
   * @param user told what was found
   */
  HiddenWatch(Survey survey, Consumer<String> user) {
    this.survey = survey;
    this.user = user;
  }

  void begin() {
    try {
      watched = new HiddenProcesses();
    } catch (BridgeException e) {
      user.accept("whether the kernel hides processes from it is unknown: " + e.getMessage());
    }
  }

  /** Ends it, and tells what was found; nothing if it has ended. */
  void end() {
    if (watched == null) {
      return;
    }
    Map<Integer, byte[]> found = watched.found();
    close();
    found
        .keySet()
        .forEach(
            process ->
                user.accept(
                    "what happens while process "
                        + process
                        + " is current is neither recorded nor counted as lost: the kernel runs no"
                        + " BPF program then"));
    survey.nameHidden(found);
  }

  @Override
  public void close() {
    if (watched != null) {
      watched.close();
      watched = null;
    }
  }
}
