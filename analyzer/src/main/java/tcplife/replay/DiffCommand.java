// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplife.capture.Capture;
import tcplife.cli.Message;
import tcplife.cli.Subcommand;
import tcplife.session.CaptureFindings;
import tcplife.session.Session;
import tcplife.session.SessionReader;
import tcplife.session.Task;

/** {@code tcplife diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the sessions for which tcplife would have blamed another process.",
    footer = {
      "",
      "PID and COMM are the owner's, EVIDENCE says how it is known; TCPLIFE_PID and TCPLIFE_COMM are",
      "what tcplife prints. The last line, on standard error, says how many of how many."
    })
public final class DiffCommand implements Subcommand {
  private final Output output;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "CAPTURE", description = "directory of a capture")
  private Path capture;

  @Option(
      names = {"-s", "--csv"},
      description = "comma separated values output")
  private boolean csv;

  @Option(
      names = "--tz",
      paramLabel = "ZONE",
      converter = FormOptions.Zone.class,
      description = "time zone of TIME; default: the recording host's")
  private ZoneId zone;

  private long sessions;
  private long different;
  private long unknown;

  /** For the service loader: prints to standard output. */
  public DiffCommand() {
    this(Output.standard());
  }

  DiffCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    Capture opened = Capture.open(capture);
    CaptureFindings findings = new CaptureFindings(opened.directory());
    Layout layout = csv ? Layout.CSV : Layout.TEXT;
    Table table = new Table(Columns.ofDifferences(), layout, true, output);
    Row row = new Row(false);
    WallTime time = new WallTime();
    table.begin();
    try (SessionReader reader = new SessionReader(opened, 0, findings)) {
      for (Session session = reader.next(); session != null; session = reader.next()) {
        if (isDifferent(session)) {
          ZoneId shown = zone == null ? session.life().zone() : zone;
          row.set(session, 0, time.secondOfDay(session.life().closeWall(), shown));
          table.row(row);
        }
      }
    }
    output.flush();
    Message.say(
        spec,
        String.format(
            Locale.ROOT,
            "%,d of %,d sessions: another process; of %,d nothing shows the owner",
            different,
            sessions,
            unknown));
    return Message.sayFindings(spec, findings.lines());
  }

  /** Of the sessions that tcplife prints. */
  private boolean isDifferent(Session session) {
    if (!session.life().isBorn() || !session.life().isClosed()) {
      return false;
    }
    sessions++;
    Task owner = session.owners().owner();
    if (owner == null) {
      unknown++;
      return false;
    }
    boolean is = owner.pid() != session.tcplifeIdentity().pid();
    different += is ? 1 : 0;
    return is;
  }
}
