// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.cli.ExitCode;
import tcplife.cli.Main;

/** Wrong options and arguments: one line that names them, exit code 2, and nothing printed. */
@Timeout(60)
class UsageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "-L 80,         | option '--localport': '' in '80,' is not a port, 0 to 65535",
        "-L ,80         | option '--localport': '' in ',80' is not a port",
        "-L 80,,22      | option '--localport': '' in '80,,22' is not a port",
        "-L 80,http     | option '--localport': 'http' in '80,http' is not a port",
        "-L 65536       | option '--localport': '65536' is not a port",
        "-L 22,123456   | option '--localport': '123456' in '22,123456' is not a port",
        "-L=-1          | option '--localport': '-1' is not a port",
        "-L 0x50        | option '--localport': '0x50' is not a port",
        "-L 22-80       | option '--localport': '22-80' is not a port",
        "-L             | option '--localport' (LOCALPORT)",
        "-L 80 -L 22    | option '--localport' (LOCALPORT) should be specified only once",
        "-D 80,http     | option '--remoteport': 'http' in '80,http' is not a port",
        "-D=            | option '--remoteport': '' is not a port",
        "-p abc         | option '--pid': 'abc'",
        "-p 12x         | option '--pid': '12x'",
        "-p 99999999999 | option '--pid': '99999999999'",
        "-p 0           | -p: 0 is not a PID",
        "-p=-5          | -p: -5 is not a PID",
        "-4 -6          | -4 and -6 exclude each other",
        "-46            | -4 and -6 exclude each other",
        "--utc --tz UTC | --utc and --tz exclude each other",
        "--tz Nowhere/X | option '--tz': 'Nowhere/X' is not a time zone",
        "--wide=yes     | option '--wide': 'yes'",
        "--colour       | '--colour'",
        "--columns pid,foo  | option '--columns': 'foo' in 'pid,foo' is not a field",
        "--columns=         | option '--columns': '' is not a field",
        "--columns pid,,ip  | option '--columns': '' in 'pid,,ip' is not a field",
        "--columns pid,pid  | option '--columns': 'pid' is in 'pid,pid' twice",
        "--columns PID      | option '--columns': 'PID' is not a field",
        "--columns pid -x   | -x and --columns exclude each other",
        "--json -s          | --json and -s exclude each other",
        "--summary -x       | --summary and -x exclude each other",
        "--summary --columns pid | --summary and --columns exclude each other",
        "-x -T              | -T is for tcplife's columns",
        "--json -t          | -t is for tcplife's columns",
        "--columns ip --bytes | --bytes is for tcplife's columns",
        "--summary --as-tcplife | --as-tcplife is for tcplife's columns",
        "--open             | --open is for -x",
        "--outcome S0,S9    | option '--outcome': 'S9' in 'S0,S9' is not an outcome: one of [S0, S1,",
        "--addr 10.0.0      | option '--addr': '10.0.0' is not an address",
        "--remote-addr ::/129 | option '--remote-addr': '::/129' is not an address",
        "--min-duration 10  | option '--min-duration': '10' is not a time",
        "--min-duration 0s  | option '--min-duration': '0s' is not a time above 0 such as 90s, 10m or 1h",
        "--max-bytes -1     | option '--max-bytes': '-1' is not a size",
        "--from yesterday   | option '--from': 'yesterday' is not a time",
        "--from             | option '--from' (TIME)",
        "--within           | --within is for --from and --to",
        "--speed 0x         | option '--speed': '0x' is not a speed",
        "--speed 10         | option '--speed': '10' is not a speed",
        "--speed -1x        | option '--speed': '-1x' is not a speed",
        "--follow --speed 1x | --follow and --speed exclude each other",
        "cap2 --follow      | --follow is for one capture",
      })
  void aBadOptionIsNamedWithItsValue(String options, String about) {
    List<String> arguments = new ArrayList<>(List.of("replay", "cap"));
    arguments.addAll(List.of(options.split(" ")));
    String line = onlyLine(Run.of(arguments.toArray(String[]::new)), 2);
    assertTrue(line.startsWith("tcplife replay: ") && line.contains(about), line);
  }

  @Test
  void aReplayOfNothingIsRefused() {
    String line = onlyLine(Run.of("replay"), 2);
    assertTrue(line.startsWith("tcplife replay: ") && line.contains("CAPTURE"), line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replya", "--bogus", "-x"})
  void anUnknownCommandOrOptionIsNamed(String argument) {
    String line = onlyLine(Run.of(argument), 2);
    assertTrue(line.startsWith("tcplife: ") && line.contains("'" + argument + "'"), line);
  }

  @Test
  void theHelpTellsWhatEachExitCodeMeans() {
    String help = Run.of("--help").out();
    for (int code = ExitCode.OK; code <= ExitCode.ALTERED; code++) {
      assertTrue(help.contains("\n  " + code + "   "), code + " in " + help);
    }
  }

  @Test
  void noCommandIsToldToBeMissing() {
    String line = onlyLine(Run.of(), 2);
    assertTrue(line.startsWith("tcplife: a command is missing"), line);
  }

  @Test
  void theHelpBeginsWithTcplifesOptionsInItsOrder() {
    List<String> reference = options(ReferenceTable.help());
    assertEquals(8, reference.size());
    assertEquals(reference, options(help("-h")).subList(0, reference.size()));
  }

  @Test
  void theHelpBeginsWithTcplifesExamples() {
    List<String> reference = examples(ReferenceTable.help(), "./tcplife");
    assertEquals(8, reference.size());
    assertEquals(
        reference, examples(help("-h"), "tcplife replay cap/").subList(0, reference.size()));
  }

  @Test
  void theLongOptionGivesTheSameHelp() {
    assertEquals(help("-h"), help("--help"));
  }

  @Test
  void theProgramsHelpListsAllCommands() {
    Run run = Run.capturing(out -> Main.run("--help"));
    assertEquals(0, run.code());
    for (String command : List.of("record", "check", "replay")) {
      assertTrue(run.out().contains("\n  " + command + " "), run.out());
    }
  }

  private static List<String> help(String option) {
    Run run = Run.of("replay", option);
    assertEquals(0, run.code());
    assertEquals("", run.err());
    return run.out().lines().toList();
  }

  /** Short names, long names and values: "-p --pid PID". */
  private static List<String> options(List<String> help) {
    Pattern option = Pattern.compile("  (-\\w)(?: \\w+)?, (--\\w+)(?:[ =](\\w+))?(?: .*)?");
    return help.stream()
        .map(option::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1) + " " + found.group(2) + " " + found.group(3))
        .toList();
  }

  /** The options that each example gives. */
  private static List<String> examples(List<String> help, String command) {
    return help.stream()
        .filter(line -> line.startsWith("    " + command))
        .map(line -> line.substring(4 + command.length(), line.indexOf('#')).trim())
        .toList();
  }

  private static String onlyLine(Run run, int code) {
    assertEquals(code, run.code(), run.err());
    assertEquals("", run.out());
    assertEquals(1, run.messages().size(), run.err());
    return run.messages().get(0);
  }
}
