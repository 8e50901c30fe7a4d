// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tcplife.cli.Main;

/**
 * A process that makes one whole recording after another, and tells each one's exit code:
 *
 * <pre>RecordingsInTurn DIRECTORY</pre>
 *
 * <p>For each line that comes, a number, so many more; ends at the end of the input.
 */
final class RecordingsInTurn {
  private RecordingsInTurn() {}

  /** The command that starts it. */
  static List<String> command(Path directory) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        // Otherwise the JVM's own threads come and go.
        "-XX:+UseSerialGC",
        "-XX:-UseDynamicNumberOfCompilerThreads",
        // All memory that the JVM may need for itself is there from the beginning.
        "-XX:TieredStopAtLevel=1",
        "-Xms64M",
        "-Xmx64M",
        "-XX:+AlwaysPreTouch",
        "-Djava.library.path=" + System.getProperty("java.library.path"),
        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        RecordingsInTurn.class.getName(),
        directory.toString());
  }

  public static void main(String[] arguments) throws IOException {
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int made = 0;
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      for (int last = made + Integer.parseInt(line); made < last; made++) {
        System.out.println(Main.run(options(arguments[0] + "/" + made)));
      }
      System.gc(); // buffers are given back when they are found to be of no use
    }
  }

  private static String[] options(String capture) {
    return new String[] {"record", "-o", capture, "--keep-privileges", "-d", "20ms"};
  }
}
