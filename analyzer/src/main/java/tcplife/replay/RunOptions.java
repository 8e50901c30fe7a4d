// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How far a replay goes, and how fast. */
final class RunOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--open",
      order = HelpOrder.RUNS,
      description = "also sessions that had not closed when the recording ended")
  private boolean open;

  @Option(
      names = "--follow",
      order = HelpOrder.RUNS,
      description = "go on with what is being recorded, until it ends or SIGINT")
  private boolean follow;

  @Option(
      names = "--speed",
      order = HelpOrder.RUNS,
      paramLabel = "SPEED",
      converter = Pace.Converter.class,
      description =
          "as it happened: each row so long after the one before, divided; 1x, 10x;"
              + " waits of a minute at most")
  private Pace pace;

  /** Throws what a user must be told of options that do not go together. */
  void check(boolean hasTcplifesColumns, int captures) {
    if (open && hasTcplifesColumns) {
      refuse("--open is for -x, --columns, --json and --summary: tcplife's columns cannot show it");
    }
    if (follow && pace != null) {
      refuse("--follow and --speed exclude each other");
    }
    if (follow && captures > 1) {
      refuse("--follow is for one capture");
    }
  }

  private void refuse(String why) {
    throw new ParameterException(spec.commandLine(), why);
  }

  boolean open() {
    return open;
  }

  boolean follow() {
    return follow;
  }

  /** In which rows are printed; null: as fast as can be. */
  Pace pace() {
    return pace;
  }
}
