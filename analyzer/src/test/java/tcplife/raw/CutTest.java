// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.event.TcpState;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.fixture.SocketScript;
import tcplife.replay.Run;

/** Parts of a capture: the sessions asked for, whole, with what they need, and nothing else. */
@Timeout(60)
class CutTest {
  private static final long SECOND = 1_000_000_000L;
  private static final CurrentTask NGINX = new CurrentTask(50, "nginx");
  private static final CurrentTask CURL = new CurrentTask(70, "curl");

  /** Cookie of the listener; the clients have 1001 to 1010, then come the lasting, the accepted. */
  private static final String LISTENER = "1000";

  @TempDir private Path directory;
  private Path capture;
  private CaptureScript script;

  /** Ten clients, one in each of ten seconds; one that lasts from 2 s to 8 s; a server. */
  @BeforeEach
  void someSessions() {
    capture = directory.resolve("cap");
    script = new CaptureScript().clock(0, 1_000 * SECOND, 0, "UTC");
    SocketScript listener = script.socket("0.0.0.0", 8080, "0.0.0.0", 0);
    listener.to(TcpState.LISTEN, SECOND / 2, NGINX);
    for (int i = 1; i <= 10; i++) {
      SocketScript client = script.socket("10.0.0.1", 1000 + i, "10.0.0.2", 80);
      Lifecycle.client(client, i * SECOND, i * SECOND + SECOND / 2, new CurrentTask(i, "c"));
    }
    SocketScript lasting = script.socket("::ffff:10.0.9.1", 2000, "::ffff:10.0.9.2", 443);
    Lifecycle.client(lasting, 2 * SECOND, 8 * SECOND, CURL);
    // Closed by softirq alone, so only its listener tells whose it is.
    Lifecycle.accepted(script.socket("10.0.0.2", 8080, "10.0.7.1", 5000), 3 * SECOND)
        .error(104)
        .to(TcpState.CLOSE, 4 * SECOND, CurrentTask.BYSTANDER);
    listener.to(TcpState.CLOSE, 10 * SECOND, NGINX);
    script.sort();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                    | 1001 1002 1003 1004 1005 1006 1007 1008 1009 1010 1011 1012",
        "--from=00:16:46 --to=00:16:46.9     | 1006 1011",
        "--from=1970-01-01T00:16:49.1        | 1009 1010",
        "--to=+1500ms                        | 1001",
        "--from=-600ms                       | 1010",
        "--from=00:16:45.6 --to=00:16:45.7   | 1011",
        "--port=443                          | 1011",
        "--port=1003,1004                    | 1003 1004",
        "--port=80 --to=00:16:42             | 1001 1002",
        "--pid=7                             | 1007",
        "--pid=70                            | 1011",
        "--pid=99                            |",
        "--pid=50                            | 1012",
        "--addr=10.0.9.0/24                  | 1011",
        "--addr=::ffff:10.0.9.0/120          | 1011",
        "--addr=10.0.7.1                     | 1012",
        "--addr=10.0.0.0/8 --port=443        | 1011",
        "--addr=::/0 --pid=3                 | 1003",
        "--addr=2001:db8::/32                |",
      })
  void theSessionsAskedForAreThereWhole(String options, String cookies) {
    script.write(capture);
    Path part = cut(options);
    List<String> expected =
        transitions(capture).stream()
            .filter(each -> cookies != null && cookies.contains(each.substring(0, 4)))
            .toList();
    List<String> kept = new ArrayList<>(transitions(part));
    kept.removeIf(each -> each.startsWith(LISTENER) && !expected.contains(each));
    assertEquals(expected, kept);
    assertEquals(List.of(), Program.run("events", part.toString()).messages());
  }

  @Test
  void aCutOfAllIsTheSame() {
    script.write(capture);
    assertEquals(Program.json(capture), Program.json(cut("")));
  }

  @Test
  void withAServersSessionComesItsListener() {
    script.write(capture);
    List<String> both = List.of("1000 CLOSE>LISTEN", "1000 LISTEN>CLOSE");
    assertEquals(both, listener(cut("--addr=10.0.7.1")));
    assertEquals(List.of(), listener(cut("--port=443", "other")));
  }

  @Test
  void aCutOfACutKnowsWhatTheFirstOriginalLacked() throws IOException {
    script.lose(12).skip(5).sort().write(capture);
    Run first = run(capture, "a", "--port=80,443");
    assertEquals(3, first.code());
    assertEquals(
        List.of(
            "tcplife cut: " + capture + ": 12 events are missing; sessions may be too",
            "tcplife cut: " + capture + ": 5 events were never seen; sessions may be missing"),
        first.messages());
    Path a = directory.resolve("a");
    String line = ": cut from a capture with 12 events missing, 5 never seen and 0 damaged places";
    assertEquals(List.of("tcplife cut: " + a + line), run(a, "b", "--port=443").messages());
    Path b = directory.resolve("b");
    assertEquals(
        new Run(3, "", "tcplife events: " + b + line + "\n"),
        new Run(3, "", Program.run("events", b.toString()).err()));
    String manifest = Files.readString(b.resolve("manifest.json"));
    assertTrue(manifest.contains("\"--port=443\""), manifest);
    assertTrue(manifest.contains("\"of\" : \"" + id(a) + "\""), manifest);
  }

  @Test
  void aCutOfADamagedCaptureSaysSo() throws IOException {
    script.write(capture);
    Path file;
    try (Stream<Path> files = Files.list(capture.resolve("000001"))) {
      file = files.filter(each -> each.toString().endsWith(".cq4")).findFirst().orElseThrow();
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      bytes.write(0x55);
      bytes.write(0xaa);
    }
    Run run = run(capture, "part", "");
    assertEquals(3, run.code());
    assertEquals(2, run.messages().size(), run.err());
    Run events = Program.run("events", directory.resolve("part").toString());
    assertEquals(3, events.code());
    assertTrue(
        events.err().endsWith("16 events missing, 0 never seen and 1 damaged places\n"),
        events.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from=-1m --to=-2m  | --from is later than --to",
        "--from=soon          | Invalid value for option '--from': 'soon' is not a time",
        "--addr=10.0.0.0/33   | Invalid value for option '--addr': '10.0.0.0/33' is not an address",
        "--addr=10.0.0/8      | Invalid value for option '--addr': '10.0.0/8' is not an address",
        "--addr=localhost     | Invalid value for option '--addr': 'localhost' is not an address",
        "--port=http          | Invalid value for option '--port': 'http' is not a port",
        "--pid=0              | --pid: 0 is not a PID",
      })
  void aBadOptionIsNamed(String options, String message) throws IOException {
    script.write(capture);
    Run run = run(capture, "part", options);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().startsWith("tcplife cut: " + message), run.err());
    assertEquals(1, run.messages().size());
    assertTrue(Files.notExists(directory.resolve("part")));
  }

  @Test
  void nothingIsCutIntoACapture() throws IOException {
    script.write(capture);
    assertEquals(
        new Run(
            1,
            "",
            "tcplife cut: %s/sub: is within a capture, %s\n"
                .formatted(capture, capture.toRealPath())),
        run(capture, "cap/sub", ""));
    assertTrue(Files.notExists(capture.resolve("sub")));
  }

  @Test
  void aTimeOfDayIsRefusedWhereTheCaptureTellsNone() {
    CaptureScript timeless = new CaptureScript();
    Lifecycle.client(timeless.socket("10.0.0.1", 1, "10.0.0.2", 2), SECOND, 2 * SECOND, CURL);
    timeless.write(capture);
    assertEquals(
        new Run(
            1,
            "",
            "tcplife cut: --from: "
                + capture
                + " tells no time of day; -10m and +5m are understood\n"),
        run(capture, "part", "--from=03:12"));
    assertEquals(0, run(capture, "part", "--from=-10m").code());
  }

  private Run run(Path from, String to, String options) {
    List<String> arguments =
        new ArrayList<>(List.of("cut", from.toString(), "-o", directory.resolve(to).toString()));
    arguments.addAll(options.isBlank() ? List.of() : List.of(options.trim().split(" +")));
    return Program.run(arguments.toArray(String[]::new));
  }

  private Path cut(String options) {
    return cut(options == null ? "" : options, "part");
  }

  private Path cut(String options, String to) {
    assertEquals(new Run(0, "", ""), run(capture, to, options));
    return directory.resolve(to);
  }

  /** Each as a cookie and two states. */
  private static List<String> transitions(Path capture) {
    Pattern form =
        Pattern.compile(
            ".*\"STATE\".*\"cookie\":(\\d+),.*\"old_state\":\"(\\w+)\",\"new_state\":\"(\\w+)\".*");
    return Program.json(capture)
        .lines()
        .map(form::matcher)
        .filter(Matcher::matches)
        .map(each -> each.group(1) + " " + each.group(2) + ">" + each.group(3))
        .toList();
  }

  private static List<String> listener(Path capture) {
    return transitions(capture).stream().filter(each -> each.startsWith(LISTENER)).toList();
  }

  private static String id(Path capture) throws IOException {
    return Files.readString(capture.resolve("manifest.json"))
        .replaceAll("(?s).*\"id\" : \"([^\"]+)\".*", "$1");
  }
}
