// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tcplife.capture.CaptureException;
import tcplife.cli.ExitCode;
import tcplife.cli.Failure;
import tcplife.cli.Subcommand;
import tcplife.replay.Output;
import tcplife.replay.SafeText;

/** {@code tcplife hunt}. */
@Command(
    name = "hunt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Asks captures a question that is known from incidents, or lists these questions.",
    footerHeading = "%nexamples:%n",
    footer = {
      "    tcplife hunt cap/                      # all hunts",
      "    tcplife hunt cap/ NAME --explain       # what one asks, and how to read the answer",
      "    tcplife hunt cap/ long_lived min_seconds=60",
      "",
      "Exits 3 if a capture is damaged or incomplete; standard error says how."
    })
public final class HuntCommand implements Subcommand {
  private final Output output;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "CAPTURE... [NAME [PARAMETER=VALUE...]]",
      description = "directories of captures, the hunt, and values of its parameters")
  private List<String> arguments;

  @Option(names = "--explain", description = "show what the hunt asks, its parameters and its SQL")
  private boolean explain;

  @Mixin private ResultOptions result;
  @Mixin private CaptureOptions captures;
  @Mixin private LimitOptions limits;

  /** For the service loader: prints to standard output. */
  public HuntCommand() {
    this(Output.standard());
  }

  HuntCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    result.check();
    List<String> rest = new ArrayList<>(arguments);
    Map<String, String> given = takeValues(rest);
    String name = Hunt.names().contains(last(rest)) ? rest.remove(rest.size() - 1) : null;
    if (explain && name != null) {
      print(SqlResources.text("hunts/" + name).lines().toList());
      return ExitCode.OK;
    }
    if (rest.isEmpty()) {
      throw usage("no capture is named before " + name);
    }
    if (name == null
        && given.isEmpty()
        && (rest.size() == 1 || Files.exists(Path.of(last(rest))))) {
      captures.open(rest.stream().map(Path::of).toList());
      print(list());
      return ExitCode.OK;
    }
    Hunt hunt = name == null ? named(rest.remove(rest.size() - 1)) : Hunt.named(name);
    CaptureSet set = captures.open(rest.stream().map(Path::of).toList());
    Hunt.Bound bound = bind(hunt, given, set);
    try (ResultFile file = ResultFile.of(result, output);
        Database database = new Database(set, limits.limits(file.draft()))) {
      file.write(database, bound.statement(), bound.values());
      file.finish();
    } catch (Failure | CaptureException e) {
      Findings.tell(spec, set);
      throw e;
    }
    return Findings.tell(spec, set);
  }

  private ParameterException usage(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  /** What stands in the place of a hunt's name is none. */
  private Hunt named(String word) {
    if (Files.exists(Path.of(word))) {
      throw usage("no hunt is named behind " + word);
    }
    try {
      return Hunt.named(word);
    } catch (Failure e) {
      throw usage(e.getMessage());
    }
  }

  private Hunt.Bound bind(Hunt hunt, Map<String, String> given, CaptureSet set) {
    try {
      return hunt.bind(given, set::wall);
    } catch (Failure e) {
      throw usage(e.getMessage());
    }
  }

  /** Takes NAME=VALUE from the end of the arguments. */
  private Map<String, String> takeValues(List<String> rest) {
    Map<String, String> given = new LinkedHashMap<>();
    try {
      while (rest.size() > 1 && Hunt.take(last(rest), given)) {
        rest.remove(rest.size() - 1);
      }
    } catch (Failure e) {
      throw usage(e.getMessage());
    }
    return given;
  }

  private static String last(List<String> list) {
    return list.get(list.size() - 1);
  }

  private static List<String> list() {
    return Hunt.names().stream()
        .map(Hunt::named)
        .map(hunt -> "%-24s %s".formatted(hunt.name(), hunt.question()))
        .toList();
  }

  private void print(List<String> lines) {
    for (String line : lines) {
      SafeText.put(output.buffer(), line);
      output.endLine();
    }
    output.flush();
  }
}
