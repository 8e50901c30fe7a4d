// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tcplife.capture.Capture;
import tcplife.capture.CaptureException;
import tcplife.capture.Manifest;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.Manifest.Snapshot;
import tcplife.capture.SealedFile;
import tcplife.cli.ExitCode;
import tcplife.cli.Quantity;
import tcplife.cli.Subcommand;
import tcplife.replay.Output;
import tcplife.replay.SafeText;

/** {@code tcplife info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Says what captures are: of which host, from when to when, how much of it is lost.",
    footer = {"", "Exits 3 if a capture is damaged or incomplete; the lines `lacks` say how."})
public final class InfoCommand implements Subcommand {
  private final Output output;

  @Parameters(arity = "1..*", paramLabel = "CAPTURE", description = "directory of a capture")
  private List<Path> directories;

  /** For the service loader: prints to standard output. */
  public InfoCommand() {
    this(Output.standard());
  }

  InfoCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    boolean whole = true;
    for (Capture capture : Capture.openAll(directories)) {
      tellManifest(capture);
      tellCycles(capture);
      CaptureInfo info = new CaptureInfo(capture);
      SizeOnDisk size = new SizeOnDisk(capture.directory());
      tellRecords(info, size);
      info.hidden().forEach(this::tellHidden);
      info.findings().forEach(finding -> line("lacks", finding));
      if (!size.isWhole()) {
        line("lacks", size.finding());
      }
      whole &= info.findings().isEmpty() && size.isWhole();
    }
    output.flush();
    return whole ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private void tellManifest(Capture capture) {
    Manifest manifest = capture.manifest();
    line("capture", capture.directory().toString());
    line("id", manifest.id());
    line("host", manifest.host());
    if (!manifest.imported().isEmpty()) {
      line("imported", "from " + manifest.imported());
    }
    if (manifest.cut() != null) {
      line(
          "cut",
          "from " + manifest.cut().of() + " by " + String.join(" ", manifest.cut().options()));
    }
    if (manifest.snapshot() != null) {
      Snapshot of = manifest.snapshot();
      String alone = capture.isSnapshot() ? "" : "; so says its manifest, and no seal";
      line(
          "snapshot",
          "cycles %d to %d, taken %s%s".formatted(of.first(), of.last(), of.taken(), alone));
    }
    for (Recording each : manifest.recordings()) {
      line("recording", "from cycle " + each.firstCycle() + ", begun " + each.started());
      line("kernel", each.kernel());
      line("boot", each.bootId());
      line("time zone", each.timeZone());
      line("tool", each.tool());
      line("hooks", String.join(", ", each.hooks()));
    }
  }

  private void tellCycles(Capture capture) {
    List<Integer> cycles = capture.cycles();
    int sealed = 0;
    String root = "";
    for (int cycle : cycles) {
      try {
        SealedFile file = SealedFile.of(capture.directory(), cycle);
        sealed += file == null ? 0 : 1;
        root = file == null ? root : file.hash();
      } catch (CaptureException e) {
        line("lacks", e.getMessage());
      }
    }
    String range = cycles.isEmpty() ? "" : cycles.get(0) + " to " + cycles.get(cycles.size() - 1);
    line("cycles", "%d: %s; sealed: %d".formatted(cycles.size(), range, sealed));
    if (!root.isEmpty()) {
      line("root", root);
    }
  }

  private void tellRecords(CaptureInfo info, SizeOnDisk size) {
    line("from", info.first());
    line("to", info.last());
    long all = Arrays.stream(info.records()).sum();
    for (int i = 0; i < CaptureInfo.KINDS.size(); i++) {
      if (info.records()[i] > 0) {
        line("records", "%,d %s".formatted(info.records()[i], CaptureInfo.KINDS.get(i)));
      }
    }
    line(
        "size",
        "%s%s, %.1f bytes a record"
            .formatted(
                size.isWhole() ? "" : "at least ",
                Quantity.ofBytes(size.bytes()),
                all == 0 ? 0.0 : size.bytes() / (double) all));
  }

  private void tellHidden(long process, String name) {
    line(
        "hidden",
        "process %d (%s): what happened while it was current is neither here nor counted as lost"
            .formatted(process, name));
  }

  private void line(String what, String value) {
    SafeText.put(output.buffer(), String.format(Locale.ROOT, "%-11s%s", what, value));
    output.endLine();
  }
}
