// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recorder sees the whole host, containers included. */
@Timeout(120)
class NetworkNamespaceIT {
  private static final int COUNT = 11;

  @TempDir private Path directory;

  @Test
  @DisplayName("Sessions in other network namespaces have rows and owners, however they end")
  void sessionsOfOtherNamespaces() {
    Host.needRecording();
    Host.needTool("unshare");
    Host.needTool("ip");
    List<MadeSession> made = new ArrayList<>();
    try (Recorder recorder = Recorder.start(directory)) {
      for (String scenario : Traffic.SCENARIOS) {
        made.addAll(Traffic.parse(Program.run(inNewNamespace(scenario))));
      }
      List<PrintedSession> printed = PrintedSession.ofCsv(Recorder.replay(recorder.stop(), "-s"));

      assertEquals(COUNT * Traffic.SCENARIOS.size(), made.size());
      for (MadeSession session : made) {
        assertEquals(
            List.of(session.clientPid()), owners(printed, session.client()), session::toString);
        assertEquals(
            List.of(session.serverPid()), owners(printed, session.server()), session::toString);
      }
    }
  }

  /** The namespace, with a loopback device of its own, is gone when the program ends. */
  private static List<String> inNewNamespace(String scenario) {
    return Stream.concat(
            Stream.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"),
            Traffic.command(scenario, COUNT).stream())
        .toList();
  }

  private static List<String> owners(List<PrintedSession> printed, Ends ends) {
    return printed.stream()
        .filter(row -> row.ends().equals(ends))
        .map(PrintedSession::pid)
        .toList();
  }
}
