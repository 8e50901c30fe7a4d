// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tcplife.incident.Cast.Told;
import tcplife.live.Host;
import tcplife.live.Program;
import tcplife.sql.SqlRun;

/**
 * The incident, once it was recorded: among more than 20,000 sessions a hunt is to find what was
 * planted, and nothing else.
 */
public final class RecordedIncident implements AutoCloseable {
  /** Gives it to tests, recorded once for all of them. */
  public static final class Once implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RecordedIncident.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Host.needRecording();
      Stream.of("ip", "ss", "tc", "sysctl").forEach(Host::needTool);
      return context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .getOrComputeIfAbsent(
              RecordedIncident.class, key -> new RecordedIncident(), RecordedIncident.class);
    }
  }

  private final Path directory;
  private final Path capture;
  private final Path nextCapture;
  private final Incident incident;
  private final NextMorning next;

  private RecordedIncident() {
    try {
      directory = Files.createTempDirectory("tcplife-incident");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path all;
    try (Incident made = new Incident(directory)) {
      incident = made;
      all = incident.record(directory);
      next = incident.recordNext(directory);
    }
    capture = cut(all, "incident");
    nextCapture = cut(next.whole(), "next");
  }

  /** Others may use the network of this host meanwhile. */
  private Path cut(Path all, String name) {
    Path to = directory.resolve(name);
    Program.run(
        Host.TCPLIFE, "cut", all.toString(), "--addr", Network.ADDRESSES, "-o", to.toString());
    return to;
  }

  public Path capture() {
    return capture;
  }

  /** The whole capture of the morning after. */
  Path nextCapture() {
    return nextCapture;
  }

  /** The morning after as it was recorded. */
  NextMorning next() {
    return next;
  }

  /** The morning after, as a recorder saw it that lost much of it. */
  public Path lossyCapture() {
    return next.lossy();
  }

  /** Values of a hunt's parameters with which it finds something, also over both mornings. */
  public Map<String, String> parameters(String hunt) {
    return switch (hunt) {
      case "session_timeline" ->
          Map.of("cookie", query("SELECT min(cookie) FROM sessions WHERE comm = 'thief'").get(0));
      case "who_talked_to" -> Map.of("address", Planted.STOLEN_TO);
      case "beacons" -> Map.of("min_interval_ms", "100", "min_score", "0");
      case "close_wait_leaks" -> Map.of("min_seconds", "" + leaking());
      case "long_lived" -> Map.of("min_seconds", "" + lodged());
      default -> Map.of();
    };
  }

  /** How many ports the kernel kept in TIME_WAIT when the crawler had ended. */
  long portsKept() {
    return incident.portsKept();
  }

  Hunt hunt(String name, String... parameters) {
    return Hunt.of(capture, name, parameters);
  }

  /** Rows of a query, each of values with commas between. */
  List<String> query(String query) {
    return query(capture, query);
  }

  static List<String> query(Path capture, String query) {
    return SqlRun.query(List.of(capture), query, "--format=csv").out().lines().skip(1).toList();
  }

  /** All that a hunt finds, in whatever order. */
  static void assertFound(List<String> expected, Hunt hunt, String columns) {
    assertEquals(
        expected.stream().sorted().collect(Collectors.joining("\n")),
        hunt.rows(columns).stream().sorted().collect(Collectors.joining("\n")));
  }

  /** What a client has done. */
  Told told(String name) {
    return incident.cast().told(name);
  }

  /** The names of all clients. */
  Stream<String> clients() {
    return incident.cast().clients();
  }

  /** The age of sessions, in seconds, that only the long-lived ones had at the end. */
  double lodged() {
    return incident.lodged();
  }

  /** A time, in seconds, that only leaked sessions were left open. */
  double leaking() {
    return incident.leaking();
  }

  /** When all that is normal had been seen, UTC. */
  LocalDateTime lateHours() {
    return incident.lateHours();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
