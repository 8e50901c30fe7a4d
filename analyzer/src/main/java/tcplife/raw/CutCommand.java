// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplife.capture.Capture;
import tcplife.capture.NewCapture;
import tcplife.cli.Message;
import tcplife.cli.Subcommand;
import tcplife.replay.AddressRange;
import tcplife.replay.PortList;
import tcplife.replay.WindowOptions;
import tcplife.session.Window;

/** {@code tcplife cut}. */
@Command(
    name = "cut",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a smaller capture: the sessions of a time, a port, a process, an address.",
    footer = {
      "",
      "Times: 2026-11-24T03:12:05, 03:12, -10m (before the capture's end), +5m (after its start).",
      "A session is kept whole, if it was open at any moment of the time.",
      "Exits 3 if the capture is damaged or incomplete; standard error says how."
    })
public final class CutCommand implements Subcommand {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "CAPTURE", description = "directory of the capture")
  private Path capture;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "the smaller capture's directory: new, or empty")
  private Path output;

  @Mixin private WindowOptions time;

  @Option(
      names = "--port",
      paramLabel = "PORTS",
      converter = PortList.class,
      description = "these ports only, local or remote, as in 80,443")
  private BitSet ports;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "what this process opened, accepted or closed, and what its listeners got")
  private Integer pid;

  @Option(
      names = "--addr",
      paramLabel = "ADDRESS[/BITS]",
      converter = AddressRange.Converter.class,
      description = "these addresses only, local or remote")
  private AddressRange addresses;

  @Override
  public Integer call() {
    if (pid != null && pid < 1) {
      throw new ParameterException(spec.commandLine(), "--pid: " + pid + " is not a PID");
    }
    Capture original = Capture.open(capture);
    Window window = time.window(List.of(original));
    Cutter cutter = new Cutter(original, window, new SocketFilter(ports, pid, addresses));
    List<String> findings;
    try (NewCapture part = NewCapture.at(output)) {
      findings = cutter.cut(part, options());
    }
    return Message.sayFindings(spec, findings);
  }

  /** As they were given, without where the cut is. */
  private List<String> options() {
    return spec.commandLine().getParseResult().matchedOptions().stream()
        .filter(each -> !each.longestName().equals("--output"))
        .map(each -> each.longestName() + "=" + String.join(",", each.originalStringValues()))
        .toList();
  }
}
