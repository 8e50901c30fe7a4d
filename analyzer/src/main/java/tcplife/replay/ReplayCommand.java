// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplife.capture.Capture;
import tcplife.capture.CaptureException;
import tcplife.cli.ExitCode;
import tcplife.cli.Message;
import tcplife.cli.Subcommand;
import tcplife.session.CaptureFindings;
import tcplife.session.FollowedSessions;
import tcplife.session.MergedSessions;
import tcplife.session.ReadAhead;
import tcplife.session.SessionReader;
import tcplife.session.SessionSource;
import tcplife.session.Window;

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
      "    tcplife replay cap/ -x --outcome S0,REJ    # connects that failed",
      "    tcplife replay cap/ --json --comm 'ngin*'  # all fields, for programs",
      "    tcplife replay cap/ -x --follow            # what is being recorded",
      "",
      "PID and COMM are the owner's, by what it was seen to do; - where nothing shows it.",
      "Exits 3 if a capture is damaged or incomplete; standard error says how."
    })
public final class ReplayCommand implements Subcommand {
  /** Between two looks at what is recorded, ms. */
  private static final long PAUSE = 100;

  private final Output output;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "CAPTURE", description = "directory of a capture")
  private List<Path> captures;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help message and exit")
  private boolean help;

  @Mixin private FormOptions formOptions;
  @Mixin private SocketFilterOptions socketFilters;
  @Mixin private PlaceFilterOptions placeFilters;
  @Mixin private CourseFilterOptions courseFilters;
  @Mixin private RunOptions runOptions;

  @Option(
      names = "--fields",
      order = HelpOrder.RUNS,
      help = true,
      description = "list all fields and exit")
  private boolean fields;

  /** For the service loader: prints to standard output. */
  public ReplayCommand() {
    this(Output.standard());
  }

  ReplayCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    if (fields) {
      FieldTable.print(output);
      return ExitCode.OK;
    }
    formOptions.check();
    socketFilters.check();
    courseFilters.check();
    runOptions.check(formOptions.hasTcplifesColumns(), captures.size());
    // All are opened before the first row: a wrong name is told at once.
    List<Capture> opened = Capture.openAll(captures);
    List<CaptureFindings> findings =
        opened.stream().map(each -> new CaptureFindings(each.directory())).toList();
    if (runOptions.follow()) {
      follow(opened.get(0), findings.get(0));
    } else {
      replay(opened, findings);
    }
    return Message.sayFindings(
        spec, findings.stream().flatMap(each -> each.lines().stream()).toList());
  }

  private void replay(List<Capture> opened, List<CaptureFindings> findings) {
    Window window = courseFilters.window(opened);
    List<SessionReader> readers = new ArrayList<>();
    for (int i = 0; i < opened.size(); i++) {
      SessionReader reader =
          new SessionReader(opened.get(i), tcplifePid(), findings.get(i)).until(window.to());
      readers.add(runOptions.open() ? reader.withOpen() : reader);
    }
    SessionSource sessions = readers.size() == 1 ? readers.get(0) : new MergedSessions(readers);
    try (ReadAhead ahead = new ReadAhead(sessions)) {
      print(ahead, opened, window);
    } finally {
      readers.forEach(SessionReader::close);
    }
  }

  private void follow(Capture capture, CaptureFindings findings) {
    try (StopSignal signal = new StopSignal();
        FollowedSessions sessions =
            new FollowedSessions(capture, tcplifePid(), findings, () -> pause(signal))) {
      List<Capture> captures = List.of(capture);
      Window window = courseFilters.window(captures);
      print(runOptions.open() ? sessions.withOpen() : sessions, captures, window);
    }
  }

  /** Between two looks at what is recorded; false once a signal asks to stop. */
  private boolean pause(StopSignal signal) {
    output.flush();
    return !signal.await(PAUSE);
  }

  /** The PID that tcplife would be told to look at, 0 for none. */
  private int tcplifePid() {
    return formOptions.asTcplife() ? socketFilters.pid() : 0;
  }

  private void print(SessionSource sessions, List<Capture> opened, Window window) {
    boolean severalBoots = opened.size() > 1 || opened.get(0).manifest().hasSeveralBoots();
    Row row = new Row(formOptions.asTcplife());
    Form form = formOptions.form(output);
    Printer printer =
        new Printer(form, filter(window), row, formOptions.zone(), runOptions.pace(), output);
    try {
      printer.print(sessions, severalBoots);
    } catch (CaptureException e) {
      // What was read before the failure is not held back.
      output.flush();
      throw e;
    }
    output.flush();
  }

  private Filter filter(Window window) {
    List<Filter> all = new ArrayList<>();
    if (formOptions.hasTcplifesColumns()) {
      all.add(row -> row.session().life().isBorn() && row.session().life().isClosed());
    }
    socketFilters.addTo(all);
    placeFilters.addTo(all);
    courseFilters.addTo(all, window);
    return Filter.allOf(all);
  }
}
