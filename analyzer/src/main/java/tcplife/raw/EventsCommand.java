// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplife.capture.Capture;
import tcplife.capture.CaptureException;
import tcplife.cli.Message;
import tcplife.cli.Subcommand;
import tcplife.replay.Output;
import tcplife.session.CaptureFindings;
import tcplife.session.RecordScan;

/** {@code tcplife events}. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints every record of captures, one a line.",
    footer = {
      "",
      "`tcplife import` makes a capture of the JSON lines. docs/format.md names the fields.",
      "Exits 3 if a capture is damaged or incomplete; standard error says how."
    })
public final class EventsCommand implements Subcommand {
  private final Output output;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "CAPTURE", description = "directory of a capture")
  private List<Path> captures;

  @Option(names = "--json", description = "JSON lines, which can be imported")
  private boolean json;

  /** For the service loader: prints to standard output. */
  public EventsCommand() {
    this(Output.standard());
  }

  EventsCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    RecordPrinter printer =
        new RecordPrinter(json ? new JsonWriter(output) : new TextWriter(output));
    List<String> findings = new ArrayList<>();
    // All are opened before the first line: a wrong name is told at once.
    for (Capture capture : captures.stream().map(Capture::open).toList()) {
      findings.addAll(print(capture, printer));
    }
    output.flush();
    return Message.sayFindings(spec, findings);
  }

  private List<String> print(Capture capture, RecordPrinter printer) {
    CaptureFindings findings = new CaptureFindings(capture.directory());
    try (RecordScan scan = new RecordScan(capture, findings)) {
      while (scan.next()) {
        if (scan.startsRecording()) {
          printer.print(capture.manifest().host(), scan.recording());
        }
        printer.print(scan.record(), scan.clock());
      }
    } catch (CaptureException e) {
      // What was read before the failure is not held back.
      output.flush();
      throw e;
    }
    return findings.lines();
  }
}
