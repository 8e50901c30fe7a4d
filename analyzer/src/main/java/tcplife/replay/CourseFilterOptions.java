// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplife.capture.Capture;
import tcplife.cli.Quantity;
import tcplife.session.Outcome;
import tcplife.session.Session;
import tcplife.session.Window;

/** Filters by what became of a session, how long it was, how much it carried, and when. */
final class CourseFilterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--outcome",
      order = HelpOrder.FILTERS,
      paramLabel = "OUTCOMES",
      converter = OutcomeList.class,
      description = "comma-separated list of outcomes, such as S0,REJ")
  private OutcomeList.Chosen outcomes;

  @Option(
      names = "--min-duration",
      order = HelpOrder.FILTERS,
      paramLabel = "TIME",
      converter = Quantity.Time.class,
      description = "sessions at least so long, the connect included: 50ms, 10s, 1h")
  private Duration shortest;

  @Option(
      names = "--max-duration",
      order = HelpOrder.FILTERS,
      paramLabel = "TIME",
      converter = Quantity.Time.class,
      description = "sessions at most so long")
  private Duration longest;

  @Option(
      names = "--min-bytes",
      order = HelpOrder.FILTERS,
      paramLabel = "SIZE",
      converter = Quantity.BytesFrom0.class,
      description = "sessions with at least so much payload, both ways together: 512, 10M")
  private Long least;

  @Option(
      names = "--max-bytes",
      order = HelpOrder.FILTERS,
      paramLabel = "SIZE",
      converter = Quantity.BytesFrom0.class,
      description = "sessions with at most so much payload")
  private Long most;

  @Mixin private WindowOptions time;

  @Option(
      names = "--within",
      order = HelpOrder.FILTERS,
      description = "with --from and --to: sessions that were open only then")
  private boolean within;

  /** Throws what a user must be told of options that do not go together. */
  void check() {
    if (within && !time.isGiven()) {
      throw new ParameterException(spec.commandLine(), "--within is for --from and --to");
    }
  }

  /** The time that was asked for, all of it if none was. */
  Window window(List<Capture> captures) {
    return time.window(captures);
  }

  /**
   * Adds what was asked for.
   *
   * @param window of {@link #window}
   */
  void addTo(List<Filter> filters, Window window) {
    if (outcomes != null) {
      filters.add(row -> outcomes.outcomes().contains(Outcome.of(row.session())));
    }
    if (shortest != null || longest != null) {
      filters.add(row -> lasted(row.session()));
    }
    if (least != null || most != null) {
      filters.add(row -> row.session().isCounted() && carried(row.session()));
    }
    if (time.isGiven()) {
      filters.add(row -> isIn(window, row.session()));
    }
  }

  /** Of an open session by how long it was open when the recording ended. */
  private boolean lasted(Session session) {
    long duration = session.life().isClosed() ? session.life().duration() : session.life().age();
    return duration >= 0
        && (shortest == null || duration >= shortest.toNanos())
        && (longest == null || duration <= longest.toNanos());
  }

  private boolean carried(Session session) {
    long bytes = session.counters().payloadSent() + session.counters().payloadReceived();
    return (least == null || bytes >= least) && (most == null || bytes <= most);
  }

  /** Of what is not known, all may be. */
  private boolean isIn(Window window, Session session) {
    long opened = session.life().openedWall() == 0 ? Long.MIN_VALUE : session.life().openedWall();
    long gone = session.life().goneWall();
    return within ? window.holds(opened, gone) : window.touches(opened, gone);
  }
}
