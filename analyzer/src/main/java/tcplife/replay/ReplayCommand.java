// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tcplife.capture.Capture;
import tcplife.capture.CaptureException;
import tcplife.cli.ExitCode;
import tcplife.cli.Subcommand;
import tcplife.session.CaptureFindings;
import tcplife.session.MergedSessions;
import tcplife.session.ReadAhead;
import tcplife.session.SessionReader;
import tcplife.session.SessionSource;

/** {@code tcplife replay}. */
@Command(
    name = "replay",
    sortOptions = false,
    description = "Prints the TCP sessions of captures, as tcplife prints live ones.",
    footerHeading = "%nexamples:%n",
    footer = {
      "    tcplife replay cap/           # all TCP sessions that closed",
      "    tcplife replay cap/ -t        # include time column (seconds)",
      "    tcplife replay cap/ -w        # wider columns (fit IPv6)",
      "    tcplife replay cap/ -stT      # csv output, with times & timestamps",
      "    tcplife replay cap/ -p 181    # only PID 181",
      "    tcplife replay cap/ -L 80     # only local port 80",
      "    tcplife replay cap/ -L 80,81  # only local ports 80 and 81",
      "    tcplife replay cap/ -D 80     # only remote port 80",
      "    tcplife replay a/ b/ --utc -T # two captures, merged by time",
      "",
      "PID and COMM are the owner's, by what it was seen to do; - where nothing shows it.",
      "Exits 3 if a capture is damaged or incomplete; standard error says how."
    })
public final class ReplayCommand implements Subcommand {
  private final Output output;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "CAPTURE", description = "directory of a capture")
  private List<Path> captures;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help message and exit")
  private boolean help;

  @Option(
      names = {"-T", "--time"},
      description = "include time column on output (HH:MM:SS)")
  private boolean time;

  @Option(
      names = {"-t", "--timestamp"},
      description = "include timestamp on output (seconds)")
  private boolean timestamp;

  @Option(
      names = {"-w", "--wide"},
      description = "wide column output (fits IPv6 addresses); -ww fits the longest")
  private boolean[] wide = {};

  @Option(
      names = {"-s", "--csv"},
      description = "comma separated values output")
  private boolean csv;

  @Option(
      names = {"-p", "--pid"},
      paramLabel = "PID",
      description = "this PID only")
  private Integer pid;

  @Option(
      names = {"-L", "--localport"},
      paramLabel = "LOCALPORT",
      converter = PortList.class,
      description = "comma-separated list of local ports")
  private BitSet localPorts;

  @Option(
      names = {"-D", "--remoteport"},
      paramLabel = "REMOTEPORT",
      converter = PortList.class,
      description = "comma-separated list of remote ports")
  private BitSet remotePorts;

  @Option(
      names = {"-4", "--ipv4"},
      description = "IPv4 only")
  private boolean ipv4;

  @Option(
      names = {"-6", "--ipv6"},
      description = "IPv6 only")
  private boolean ipv6;

  @Option(
      names = "--tz",
      paramLabel = "ZONE",
      converter = Zone.class,
      description = "time zone of TIME; default: the recording host's")
  private ZoneId zone;

  @Option(names = "--utc", description = "the same as --tz UTC")
  private boolean utc;

  @Option(
      names = "--as-tcplife",
      description = "PID, COMM and addresses by tcplife's own rules, its mistakes included")
  private boolean asTcplife;

  /** For the service loader: prints to standard output. */
  public ReplayCommand() {
    this(Output.standard());
  }

  ReplayCommand(Output output) {
    this.output = output;
  }

  /** Reads a time zone. */
  static final class Zone implements ITypeConverter<ZoneId> {
    @Override
    public ZoneId convert(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException("'" + text + "' is not a time zone such as Europe/Paris");
      }
    }
  }

  @Override
  public Integer call() {
    check();
    List<CaptureFindings> findings = new ArrayList<>();
    List<SessionReader> readers = new ArrayList<>();
    // All are opened before the first row: a wrong name is told at once.
    List<Capture> opened = captures.stream().map(Capture::open).toList();
    for (Capture capture : opened) {
      findings.add(new CaptureFindings(capture.directory()));
      readers.add(
          new SessionReader(
              capture, asTcplife && pid != null ? pid : 0, findings.get(findings.size() - 1)));
    }
    SessionSource sessions = readers.size() == 1 ? readers.get(0) : new MergedSessions(readers);
    try (ReadAhead ahead = new ReadAhead(sessions)) {
      print(ahead, opened.size() > 1 || opened.get(0).manifest().hasSeveralBoots());
    } finally {
      readers.forEach(SessionReader::close);
    }
    List<String> lines = findings.stream().flatMap(each -> each.lines().stream()).toList();
    lines.forEach(line -> System.err.println(spec.qualifiedName() + ": " + line));
    return lines.isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private void check() {
    if (ipv4 && ipv6) {
      throw new ParameterException(spec.commandLine(), "-4 and -6 exclude each other");
    }
    if (utc && zone != null) {
      throw new ParameterException(spec.commandLine(), "--utc and --tz exclude each other");
    }
    if (pid != null && pid < 1) {
      throw new ParameterException(spec.commandLine(), "-p: " + pid + " is not a PID");
    }
  }

  private void print(SessionSource sessions, boolean severalBoots) {
    Layout layout = layout();
    Table table = new Table(Columns.of(time, timestamp, layout), layout, output);
    Filter filter = new Filter(pid, localPorts, remotePorts, ipv4, ipv6);
    Printer printer = new Printer(table, filter, new Row(asTcplife), utc ? ZoneOffset.UTC : zone);
    try {
      printer.print(sessions, severalBoots);
    } catch (CaptureException e) {
      // What was read before the failure is not held back.
      output.flush();
      throw e;
    }
    output.flush();
  }

  private Layout layout() {
    if (csv) {
      return Layout.CSV;
    }
    return switch (wide.length) {
      case 0 -> Layout.TEXT;
      case 1 -> Layout.WIDE;
      default -> Layout.WIDER;
    };
  }
}
