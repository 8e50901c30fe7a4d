// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplife.capture.Capture;
import tcplife.capture.Reason;
import tcplife.cli.ExitCode;
import tcplife.cli.Failure;
import tcplife.cli.Subcommand;
import tcplife.replay.Output;
import tcplife.replay.SafeText;
import tcplife.report.Finding.Weight;

/** {@code tcplife verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Says whether captures are what was sealed, and all of it.",
    footer = {
      "",
      "Seals without a signature show only that they fit each other: who can write the capture can",
      "seal it anew. Write the root down elsewhere, or sign. Exits 0 if all is sealed and intact,",
      "3 if something is not sealed, damaged or missing, 4 if something was altered or removed."
    })
public final class VerifyCommand implements Subcommand {
  private final Output output;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "CAPTURE", description = "directory of a capture")
  private List<Path> directories;

  @Option(
      names = "--expect",
      paramLabel = "[N:]ROOT",
      description =
          "the root that was written down: 64 hexadecimal digits, and before them the number of"
              + " the cycle whose seal it is of: without it, a root that is not found may be of"
              + " any cycle that a limit dropped")
  private String root;

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "the key that every seal must be signed with: Ed25519, PEM")
  private Path keyFile;

  /** For the service loader: prints to standard output. */
  public VerifyCommand() {
    this(Output.standard());
  }

  VerifyCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    Root expected = root == null ? null : Root.parse(root);
    if (root != null && expected == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--expect: '"
              + root
              + "' is not 64 hexadecimal digits, nor a cycle's number, a colon and these");
    }
    if (root != null && directories.size() > 1) {
      throw new ParameterException(spec.commandLine(), "--expect: for one capture only");
    }
    String key = keyFile == null ? null : Signers.readKey(keyFile);
    Weight worst = Weight.NOTE;
    for (Capture capture : Capture.openAll(directories)) {
      Weight weight = verify(capture.directory(), expected, key);
      worst = weight.compareTo(worst) > 0 ? weight : worst;
    }
    output.flush();
    return switch (worst) {
      case NOTE -> ExitCode.OK;
      case INCOMPLETE, UNKNOWN -> ExitCode.INCOMPLETE;
      case ALTERED -> ExitCode.ALTERED;
    };
  }

  private Weight verify(Path directory, Root expected, String key) {
    Verification verification =
        Looks.best(
            () -> names(directory),
            () -> new Verification(Capture.open(directory), expected, key),
            System::nanoTime);
    print(directory, verification);
    return verification.weight();
  }

  static Set<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new Failure(directory + ": cannot be read: " + Reason.of(e));
    }
  }

  private void print(Path capture, Verification verification) {
    for (Finding each : verification.findings()) {
      line(capture, (each.weight() == Weight.ALTERED ? "ALTERED: " : "") + each.text());
    }
    line(
        capture,
        "cycles: %d, sealed: %d".formatted(verification.cycles(), verification.sealedCycles()));
    if (verification.root() != null) {
      line(capture, "root: " + verification.root().hash());
      line(capture, "with its cycle: " + verification.root());
    }
    line(
        capture,
        switch (verification.weight()) {
          case NOTE -> "intact";
          case INCOMPLETE -> "not altered as far as it is sealed; see above for the rest";
          case UNKNOWN -> "nobody can say whether it is altered; see above";
          case ALTERED -> "ALTERED since it was sealed";
        });
  }

  private void line(Path capture, String text) {
    SafeText.put(output.buffer(), capture + ": " + text);
    output.endLine();
  }
}
