// SPDX-License-Identifier: Apache-2.0
package tcplife.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplife.capture.CaptureException;
import tcplife.capture.Reason;

/** The command line: finds the subcommands, and turns what goes wrong into one line each. */
@Command(
    name = "tcplife",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    description = "A flight recorder for TCP sessions.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; a message says why",
      "2:wrong options or arguments",
      "3:done, but what was read is damaged or incomplete",
      "4:verify: altered since it was sealed"
    })
public final class Main implements Runnable {
  /** The program's name and version, as a capture's manifest has them too. */
  public static final String VERSION = "tcplife 0.1.0";

  @Spec private CommandSpec spec;

  /** Runs the program and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int code = run(arguments);
    // Not System.exit: nothing of ours waits for a shutdown hook, and halting is quicker.
    if (System.out.checkError() && code == ExitCode.OK) {
      System.err.println("tcplife: standard output: cannot be written");
      code = ExitCode.FAILED;
    }
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }

  /** Runs the program. */
  public static int run(String... arguments) {
    return run(subcommands(arguments), arguments);
  }

  /** Runs the program with these commands alone. */
  public static int run(Iterable<? extends Subcommand> commands, String... arguments) {
    CommandLine line = new CommandLine(new Main());
    for (Subcommand command : commands) {
      line.addSubcommand(command);
    }
    line.setExecutionExceptionHandler((failure, command, parsed) -> explain(command, failure));
    line.setParameterExceptionHandler((failure, given) -> explainUsage(failure));
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      System.err.println("tcplife: not enough memory: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  /** The one that is asked for, or else all: to read what a command can do takes its time. */
  private static List<Subcommand> subcommands(String[] arguments) {
    List<Provider<Subcommand>> all = ServiceLoader.load(Subcommand.class).stream().toList();
    String asked = arguments.length == 0 ? "" : arguments[0];
    return all.stream()
        .filter(each -> each.type().getAnnotation(Command.class).name().equals(asked))
        .findFirst()
        .map(List::of)
        .orElse(all)
        .stream()
        .map(Provider::get)
        .toList();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int explain(CommandLine command, Exception failure) {
    String message = failure.getMessage();
    if (failure instanceof UncheckedIOException io) {
      message = reason(io.getCause());
    } else if (failure instanceof IOException io) {
      message = reason(io);
    } else if (failure instanceof InvalidPathException path) {
      message = path.getInput() + ": no name that a file can have in this locale";
    } else if (!(failure instanceof Failure || failure instanceof CaptureException)) {
      message = "internal error: " + failure;
    }
    Message.say(command.getCommandSpec(), String.valueOf(message));
    return ExitCode.FAILED;
  }

  private static String reason(IOException failure) {
    String about = failure.getMessage();
    String reason = Reason.of(failure);
    return about == null || about.equals(reason) ? reason : about + ": " + reason;
  }

  private static int explainUsage(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    Message.say(
        command.getCommandSpec(),
        failure.getMessage() + " (" + name + " --help lists the options)");
    return ExitCode.USAGE;
  }
}
