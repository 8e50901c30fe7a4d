// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplife.capture.Capture;
import tcplife.cli.Failure;
import tcplife.session.CaptureSpan;
import tcplife.session.Moment;
import tcplife.session.Window;

/** From when to when sessions are looked at. */
public final class WindowOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--from",
      order = HelpOrder.FILTERS,
      paramLabel = "TIME",
      parameterConsumer = MomentText.class,
      description = "sessions that were open at this time or later")
  private Moment from;

  @Option(
      names = "--to",
      order = HelpOrder.FILTERS,
      paramLabel = "TIME",
      parameterConsumer = MomentText.class,
      description = "sessions that were open at this time or before")
  private Moment to;

  /** Reads a moment, also one that begins as an option does: -4s. */
  static final class MomentText implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec command) {
      String name = ((OptionSpec) option).longestName();
      if (left.isEmpty()) {
        throw new ParameterException(
            command.commandLine(), "Missing required parameter for option '" + name + "' (TIME)");
      }
      try {
        option.setValue(Moment.parse(left.pop()));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            command.commandLine(), "Invalid value for option '" + name + "': " + e.getMessage());
      }
    }
  }

  /** Whether there is an end to it. */
  public boolean isGiven() {
    return from != null || to != null;
  }

  /**
   * The time that was asked for, which may take a reading of all captures.
   *
   * @throws Failure if a time of day is asked for where captures tell none
   */
  public Window window(List<Capture> captures) {
    if (!isGiven()) {
      return Window.ALL;
    }
    return window(captures, captures.stream().map(CaptureSpan::of).toList());
  }

  /**
   * The same of captures that were read for their times already, of which there is one at least.
   */
  public Window window(List<Capture> captures, List<CaptureSpan> spans) {
    for (int i = 0; i < spans.size(); i++) {
      if (!spans.get(i).hasWallTime()) {
        checkRelative("--from", from, captures.get(i));
        checkRelative("--to", to, captures.get(i));
      }
    }
    long first = wall(from, spans, Long.MIN_VALUE);
    long last = wall(to, spans, Long.MAX_VALUE);
    if (first > last) {
      throw new ParameterException(spec.commandLine(), "--from is later than --to");
    }
    long start = spans.stream().mapToLong(CaptureSpan::start).min().orElseThrow();
    long end = spans.stream().mapToLong(CaptureSpan::end).max().orElseThrow();
    if (last < start || first > end) {
      throw new ParameterException(
          spec.commandLine(),
          "--from and --to: nothing was recorded then, but from %s to %s"
              .formatted(spans.get(0).text(start), spans.get(0).text(end)));
    }
    return new Window(first, last);
  }

  private static void checkRelative(String option, Moment moment, Capture capture) {
    if (moment != null && !moment.isRelative()) {
      throw new Failure(
          option
              + ": "
              + capture.directory()
              + " tells no time of day; -10m and +5m are understood");
    }
  }

  /** Of several captures the first start, the last end, and the zone of the first one count. */
  private static long wall(Moment moment, List<CaptureSpan> spans, long otherwise) {
    if (moment == null) {
      return otherwise;
    }
    long start = spans.stream().mapToLong(CaptureSpan::start).min().orElseThrow();
    long end = spans.stream().mapToLong(CaptureSpan::end).max().orElseThrow();
    return moment.in(start, end, spans.get(0).zone());
  }
}
