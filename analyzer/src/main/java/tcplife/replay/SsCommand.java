// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplife.capture.Capture;
import tcplife.cli.Failure;
import tcplife.cli.Message;
import tcplife.cli.Subcommand;
import tcplife.event.TcpState;
import tcplife.session.CaptureFindings;
import tcplife.session.CaptureSpan;
import tcplife.session.Moment;
import tcplife.session.OpenSockets;
import tcplife.session.Session;

/** {@code tcplife ss}. */
@Command(
    name = "ss",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints the TCP sockets that were open at a moment, as ss -tanp would have.",
    footer = {
      "",
      "Times: 2026-11-24T03:12:05, 03:12, -10m (before the capture's end), +5m (after its start).",
      "TIME-WAIT, and SYN-RECV before the handshake is done, are states of the kernel's that are no",
      "transitions of a socket: what was in them is not listed. Recv-Q and Send-Q are not known but",
      "at transitions, and so not shown."
    })
public final class SsCommand implements Subcommand {
  /** Listening sockets first, then by local port and remote port. */
  private static final Comparator<Session> ORDER =
      Comparator.comparing((Session each) -> each.path().last() != TcpState.LISTEN)
          .thenComparing(each -> each.socket().localPort())
          .thenComparing(each -> each.socket().remotePort());

  private final Output output;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "CAPTURE", description = "directory of a capture")
  private Path capture;

  @Option(
      names = "--at",
      required = true,
      paramLabel = "TIME",
      parameterConsumer = WindowOptions.MomentText.class,
      description = "the moment")
  private Moment at;

  /** For fingers that are used to them: there is nothing else to be listed. */
  @Option(
      names = {"-t", "-a", "-n", "-p"},
      description = "as ss has them: TCP, all states, numbers, processes; always so")
  private boolean[] asAlways = {};

  @Option(
      names = {"-o", "--options"},
      description = "timers: not recorded, and so not shown")
  private boolean timers;

  @Option(
      names = {"-l", "--listening"},
      description = "listening sockets only")
  private boolean listening;

  @Option(
      names = {"-e", "--extended"},
      description = "also user, network namespace, cookie and cgroup of the socket")
  private boolean extended;

  @Option(
      names = {"-H", "--no-header"},
      description = "without the line of names")
  private boolean noHeader;

  /** For the service loader: prints to standard output. */
  public SsCommand() {
    this(Output.standard());
  }

  SsCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    Capture opened = Capture.open(capture);
    CaptureSpan span = CaptureSpan.of(opened);
    if (!span.hasWallTime() && !at.isRelative()) {
      throw new Failure(capture + " tells no time of day; --at understands -10m and +5m");
    }
    long wall = at.in(span.start(), span.end(), span.zone());
    if (wall < span.start() || wall > span.end()) {
      throw new ParameterException(
          spec.commandLine(),
          "--at: %s is not within the capture, %s to %s"
              .formatted(span.text(wall), span.text(span.start()), span.text(span.end())));
    }
    CaptureFindings findings = new CaptureFindings(opened.directory());
    OpenSockets open = OpenSockets.at(opened, span, wall, findings);
    List<Session> shown =
        open.sockets().stream()
            .filter(each -> !listening || each.path().last() == TcpState.LISTEN)
            .sorted(ORDER)
            .toList();
    new SocketTable(output, open.bootTime(), extended).print(shown, !noHeader);
    if (open.isBetweenRecordings()) {
      Message.say(
          spec, "nobody recorded at that moment; these are the sockets of the recording before it");
    }
    if (timers) {
      Message.say(spec, "timers are not recorded");
    }
    if (!open.inventoried()) {
      Message.say(spec, "what was open before the recording is not known at that moment");
    }
    return Message.sayFindings(spec, findings.lines());
  }
}
