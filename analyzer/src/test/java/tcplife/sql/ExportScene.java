// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.event.NameRecord;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.replay.Run;

/** Captures of two days that have rows in every table, and exports of them. */
final class ExportScene {
  /** 2026-06-01T12:00:00.000000001Z. */
  private static final long NOON = 1_780_315_200_000_000_001L;

  private static final long DAY = 86_400_000_000_000L;
  private static final String HOSTILE = "\u001b[2J\r\n\t\u202e\"\\';--$$%=/../";

  private ExportScene() {}

  /** A capture of a host, whose name is in the manifest as JSON writes it. */
  static Path capture(Path directory, String host) {
    // Two hosts have no connection with each other that could be taken for one within them.
    String net = "10." + host.length() + ".0.";
    CurrentTask task = new CurrentTask(7, "a\n\",'b");
    CaptureScript script =
        new CaptureScript("boot-" + directory.getFileName())
            .clock(0, NOON, 7200, "Europe/Paris")
            .name(NameRecord.USER, 33, "u" + HOSTILE)
            .exec(task, 1, 33, 5, "/e" + HOSTILE, "c" + HOSTILE);
    script.socket("::", 80, "::", 0).to(TcpState.LISTEN, 10, task);
    Lifecycle.client(
        script.socket(net + 1, 4000, net + 2, 80).owner(33, 5).payload(7, 9),
        1_000_000,
        2_000_003,
        task);
    Lifecycle.server(script.socket(net + 2, 80, net + 1, 4000), 1_000_100, 2_000_100, task);
    Lifecycle.client(
        script.socket("fe80::1", 1, "2001:db8::", 3).owner(-1, -1), DAY, DAY + 999, task);
    script
        .socket(net + 3, 2, net + 4, 4)
        .found(TcpState.ESTABLISHED, 5, task)
        .to(TcpState.CLOSE, DAY + 5, task);
    // Of the one nothing is known but that it was there, of the other not its end.
    script.socket(net + 3, 3, net + 4, 4).found(TcpState.ESTABLISHED, 5, task);
    script.socket(net + 3, 5, net + 4, 6).cookie(-2).to(TcpState.SYN_SENT, 9, task);
    script.sort().lose(3).lost(50, 60, 3).write(directory);
    try {
      Path manifest = directory.resolve("manifest.json");
      String text = Files.readString(manifest);
      Files.writeString(
          manifest,
          text.replaceFirst(
              "\"host\"(\\s*:\\s*)\"host\"", "\"host\"$1\"" + host.replace("\\", "\\\\") + "\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }

  /** Runs an export. */
  static Run export(List<Path> captures, Path to, String... options) {
    List<String> arguments = new ArrayList<>(List.of("export", "-o", to.toString()));
    arguments.addAll(List.of(options));
    captures.forEach(each -> arguments.add(each.toString()));
    return SqlRun.of(arguments);
  }
}
