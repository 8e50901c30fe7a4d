// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A way to ask for what is in a capture: each command that reads, in its forms. */
record ReadingCommand(List<String> words) {
  /** Stands for the capture. */
  private static final String CAPTURE = "CAP";

  /** Stands for a name at which nothing is yet. */
  private static final String OUT = "OUT";

  private static final String TABLES =
      "captures,sessions,transitions,processes,names,listeners,losses,conversations";

  /** Those that take milliseconds. */
  static final List<ReadingCommand> QUICK =
      List.of(
          of("replay CAP"),
          of("replay CAP -stTww"),
          of("replay CAP -x --open"),
          of("replay CAP -s -x --utc"),
          of("replay CAP --json --open"),
          of("replay CAP --summary --open"),
          of("replay CAP --as-tcplife -T --tz Asia/Kolkata"),
          of("replay CAP -x --follow"),
          of("replay CAP -x --from +1s --to -1s"),
          of("replay CAP -s --comm *a* --cgroup /* --addr 10.0.0.0/8 --min-bytes 1"),
          of("ss CAP --at +3s"),
          of("ss CAP -e --at -1s"),
          of("ss CAP -l --at 14:00:04"),
          of("events CAP"),
          of("events CAP --json"),
          of("cut CAP -o OUT"),
          of("cut CAP -o OUT --port 80,443 --from +1s --to -1s"),
          of("cut CAP -o OUT --pid 10 --addr 10.0.0.0/8"),
          of("diff CAP"),
          of("diff CAP -s"),
          of("info CAP"),
          of("verify CAP"),
          of("verify CAP --expect " + "0".repeat(64)));

  /** Those that begin with a database. */
  static final List<ReadingCommand> SLOW =
      List.of(
          sql("jsonl"),
          sql("markdown"),
          of("sql CAP --from +1s --to -1s --format csv TABLE\tsessions"),
          of("hunt CAP --format csv"),
          of("export CAP -o OUT.duckdb"),
          of("export CAP -o OUT.parquet"),
          of("export CAP -o OUT --parquet"));

  /** Those that look at cycles and seals in ways of their own. */
  static final List<ReadingCommand> FEW =
      List.of(of("replay CAP"), of("info CAP"), of("verify CAP"));

  static final List<ReadingCommand> ALL = Stream.of(QUICK, SLOW).flatMap(List::stream).toList();

  private static ReadingCommand of(String line) {
    return new ReadingCommand(List.of(line.split(" ")));
  }

  private static ReadingCommand sql(String format) {
    String every = TABLES.replaceAll("(\\w+),?", "TABLE $1; ");
    return new ReadingCommand(List.of("sql", CAPTURE, "--format", format, every));
  }

  /** The same with values. */
  String[] arguments(Path capture, Path out) {
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      boolean isOut = word.startsWith(OUT);
      arguments.add(
          word.equals(CAPTURE)
              ? capture.toString()
              : isOut ? out + word.substring(OUT.length()) : word);
    }
    return arguments.toArray(String[]::new);
  }

  /** Whether it waits for more to be recorded, if the recording has no end. */
  boolean follows() {
    return words.contains("--follow");
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
