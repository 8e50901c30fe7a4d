// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tcplife.event.StateNames;
import tcplife.session.Outcome;
import tcplife.session.Session;
import tcplife.session.Side;
import tcplife.session.StatePath;
import tcplife.session.TcpSocket;

/** What becomes of a connection, for every way to end that can be provoked. */
@Timeout(180)
@DisplayName("Each end of a connection tells how it ended:")
class EndingsIT {
  private static final Path ENDINGS = Host.PROJECT.resolve("bpf/target/test-native/endings");
  private static final int LEAST_ENDINGS = 15;
  private static final Map<Integer, String> ERRORS =
      Map.of(
          0, "-",
          32, "EPIPE",
          101, "ENETUNREACH",
          103, "ECONNABORTED",
          104, "ECONNRESET",
          110, "ETIMEDOUT",
          111, "ECONNREFUSED",
          113, "EHOSTUNREACH");

  private static Map<String, List<String>> told;

  @BeforeAll
  static void recordEndings(@TempDir Path directory) throws IOException {
    Host.needRecording();
    Stream.of("ip", "nsenter", "ss").forEach(Host::needTool);
    Path ready = directory.resolve("made");
    try (Recorder recorder = Recorder.start(directory);
        Program endings = Program.start(ENDINGS.toString(), ready.toString())) {
      endings.awaitFile(ready);
      // What is open at the end of the recording is open until then.
      List<Session> sessions = RecordedSessions.of(recorder.stop());
      endings.closeInput();
      endings.expectExit(0);
      told = byScenario(sessions, endings.output());
    }
  }

  private static Map<String, List<String>> byScenario(List<Session> sessions, String made) {
    Map<Place, String> ends = new HashMap<>();
    for (String line : made.lines().skip(1).toList()) {
      String[] fields = line.split(",");
      int port = Integer.parseInt(fields[1]);
      ends.put(new Place(Long.parseLong(fields[2]), false, port), fields[0] + ",client");
      ends.put(new Place(Long.parseLong(fields[3]), true, port), fields[0] + ",server");
    }
    return sessions.stream()
        .flatMap(
            session ->
                Place.possible(session.socket())
                    .filter(ends::containsKey)
                    .map(place -> ends.get(place) + "," + tell(session)))
        .sorted()
        .collect(Collectors.groupingBy(EndingsIT::scenario));
  }

  /** By which an end of a connection is known; others may have a namespace of the same number. */
  private record Place(long netns, boolean isServer, int serverPort) {
    static Stream<Place> possible(TcpSocket socket) {
      long netns = Integer.toUnsignedLong(socket.netns());
      return Stream.of(
          new Place(netns, false, socket.remotePort()), new Place(netns, true, socket.localPort()));
    }
  }

  private static String tell(Session session) {
    Side first = Side.closedFirst(session);
    return String.join(
        ",",
        states(session.path()),
        session.end().name(),
        Outcome.of(session).name(),
        first == null ? "-" : first.name(),
        ERRORS.getOrDefault(session.error(), String.valueOf(session.error())));
  }

  private static String states(StatePath path) {
    return IntStream.range(0, path.length())
        .mapToObj(index -> StateNames.of(path.state(index)))
        .collect(Collectors.joining(" "));
  }

  private static String scenario(String line) {
    return line.substring(0, line.indexOf(','));
  }

  private static Map<String, List<String>> expected() throws IOException {
    try (InputStream table = EndingsIT.class.getResourceAsStream("endings.csv")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .collect(Collectors.groupingBy(EndingsIT::scenario));
    }
  }

  private static List<String> scenarios() throws IOException {
    return new ArrayList<>(new TreeSet<>(expected().keySet()));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void ending(String scenario) throws IOException {
    assertLinesEqual(expected().get(scenario), told.getOrDefault(scenario, List.of()));
  }

  private static void assertLinesEqual(List<String> expected, List<String> actual) {
    assertEquals(String.join("\n", expected), String.join("\n", actual));
  }

  @Test
  @DisplayName("all that were made, and they are many")
  void allAreExpected() throws IOException {
    assertEquals(scenarios(), new ArrayList<>(new TreeSet<>(told.keySet())));
    assertTrue(told.size() >= LEAST_ENDINGS, told.size() + " endings");
    System.out.printf(
        "endings: %d provoked, %d ends of connections%n",
        told.size(), told.values().stream().mapToInt(List::size).sum());
  }
}
