// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.replay.Run;

/** What perf printed of real connections, and what it could print. */
@Timeout(60)
class PerfImportTest {
  /** IPv4, IPv6, IPv4 at an IPv6 listener, refused: of each connection both ends. */
  private static final int SESSIONS = 7;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"perf.txt", "perf-pid-ns.txt"})
  void theSessionsOfARealRecordingAreThere(String resource) throws Exception {
    Path capture = imported(lines(resource));

    List<String> sessions = closed(capture);

    assertEquals(SESSIONS, sessions.size());
    assertEquals(SESSIONS, Set.copyOf(sessions).size(), "a key each");
    assertEquals(List.of(), findings(capture));
  }

  @Test
  void whatPerfDoesNotTellIsNullAndNotZero() throws Exception {
    String json = Program.json(imported(lines("perf.txt")));
    String syn = line(json, "\"SYN_SENT\"");
    for (String field : List.of("wall", "cgroup", "pid", "uid", "netns", "socket", "error")) {
      assertEquals("null", value(syn, field), field);
    }
    assertEquals("30268", value(syn, "tid"));
    assertEquals("15596919247000", value(syn, "time"));
    assertEquals("\"perf\"", value(manifest(directory.resolve("cap")), "imported"));
    assertEquals(json, again(json));
  }

  @Test
  void processAndNanosecondsAreTakenWherePerfPrintsThem() throws Exception {
    String syn = line(Program.json(imported(lines("perf-pid-ns.txt"))), "\"SYN_SENT\"");
    assertEquals("30268", value(syn, "pid"));
    assertEquals("15596919247370", value(syn, "time"));
  }

  @Test
  void anIpv6SocketHasItsIpv6Addresses() throws Exception {
    String json = Program.json(imported(lines("perf.txt")));
    String ipv6 = line(json, "\"family\":10");
    assertEquals("\"::1\"", value(ipv6, "local_address"));
    assertEquals("\"::\"", value(ipv6, "remote_address"));
    line(json, "\"family\":10.*\"::ffff:127.0.0.1\"");
  }

  @Test
  void twoSocketsThatLookAlikeAreNeverMixed() throws Exception {
    // Two namespaces with the same addresses and ports, one connection begun within the other.
    List<String> one = connection("1000");
    List<String> both =
        List.of(
            one.get(0),
            one.get(0),
            one.get(1),
            one.get(1),
            one.get(2),
            one.get(2),
            one.get(3),
            one.get(3),
            one.get(4),
            one.get(4));
    List<String> keys = keys(imported(both));
    assertEquals(1 + 1 + 8, Set.copyOf(keys).size(), keys.toString());
  }

  @Test
  void aSecondConnectionAfterTheFirstHasAKeyOfItsOwn() throws Exception {
    List<String> lines = new ArrayList<>(connection("1000"));
    lines.addAll(connection("1000"));
    List<String> keys = keys(imported(lines));
    assertEquals(List.of("1", "1", "1", "1", "1", "2", "2", "2", "2", "2"), keys);
  }

  @Test
  void afterALostTransitionTheRestIsNoSessionOfTheSameSocket() throws Exception {
    List<String> lines = new ArrayList<>(connection("1000"));
    lines.remove(2);
    List<String> keys = keys(imported(lines));
    assertEquals("1", keys.get(1));
    assertNotEquals("1", keys.get(2));
    assertNotEquals(keys.get(2), keys.get(3));
  }

  @Test
  void concurrentConnectsWithoutAPortYetAreToldApartOnceTheyHaveOne() throws Exception {
    List<String> one = connection("1000");
    List<String> other = connection("2000");
    List<String> lines =
        List.of(
            one.get(0),
            other.get(0),
            other.get(1),
            one.get(1),
            one.get(2),
            other.get(2),
            one.get(3),
            other.get(3),
            other.get(4),
            one.get(4));
    List<String> keys = keys(imported(lines));
    assertEquals(keys.get(2), keys.get(8));
    assertEquals(keys.get(3), keys.get(9));
    assertEquals(4, new HashSet<>(keys).size(), keys.toString());
  }

  @Test
  void whatIsNotOfTheEventOrNotTcpIsLeftOut() throws Exception {
    List<String> lines = new ArrayList<>(connection("1000"));
    lines.add(0, "# captured on    : Tue Nov 24 22:24:48 2026");
    lines.add("            a 7 [000] 2.000000: sched:sched_switch: prev_comm=a");
    lines.add("\tffffffff820b9652 inet_sk_state_store+0x12 ([kernel.kallsyms])");
    lines.add(connection("3").get(0).replace("IPPROTO_TCP", "IPPROTO_MPTCP"));
    assertEquals(5, keys(imported(lines)).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "sport=x",
        "sport=65536",
        "saddr=10.0.0.256",
        "newstate=TCP_NEW",
        "[5000]"
      })
  void aLineOfAnotherFormIsNamed(String wrong) throws IOException {
    String good = connection("1000").get(1);
    String bad =
        wrong.startsWith("[")
            ? good.replace("[001]", wrong)
            : wrong.contains("=")
                ? good.replaceAll(wrong.replaceAll("=.*", "=\\\\S+"), wrong)
                : wrong;
    Run run = run(List.of(good, bad));
    assertEquals(1, run.code());
    assertEquals(1, run.messages().size(), run.err());
    assertEquals("tcplife import: standard input: line 2: ", run.err().substring(0, 40), run.err());
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aNameMayHoldAnyBytes() throws Exception {
    List<String> lines =
        connection("1000").stream()
            .map(each -> each.replace("curl", "a [b] 7 \u001b\u00ff"))
            .toList();
    String json = Program.json(imported(lines));
    assertEquals("\"a [b] 7 \\\\x1b\\\\xff\"", value(line(json, "STATE"), "comm"));
  }

  /** A client's five lines, of which the first has no port yet. */
  private static List<String> connection(String port) {
    String[] states = {"CLOSE", "SYN_SENT", "ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2", "CLOSE"};
    return Stream.iterate(0, each -> each + 1)
        .limit(5)
        .map(
            i ->
                ("            curl  77 [001]  10.00000%d: sock:inet_sock_set_state: family=AF_INET"
                        + " protocol=IPPROTO_TCP sport=%s dport=80 saddr=10.0.0.1 daddr=10.0.0.2"
                        + " saddrv6=::ffff:10.0.0.1 daddrv6=::ffff:10.0.0.2"
                        + " oldstate=TCP_%s newstate=TCP_%s")
                    .formatted(i, i == 0 ? "0" : port, states[i], states[i + 1]))
        .toList();
  }

  private static List<String> lines(String resource) throws IOException, URISyntaxException {
    return Files.readAllLines(Path.of(PerfImportTest.class.getResource(resource).toURI()));
  }

  private Run run(List<String> lines) {
    String out = directory.resolve("cap").toString();
    return Program.runWithInput(String.join("\n", lines), "import", "--format=perf", "-o", out);
  }

  private Path imported(List<String> lines) {
    assertEquals(new Run(0, "", ""), run(lines));
    return directory.resolve("cap");
  }

  private String again(String json) {
    Path copy = directory.resolve("copy");
    assertEquals(new Run(0, "", ""), Program.runWithInput(json, "import", "-o", copy.toString()));
    return Program.json(copy);
  }

  private static List<String> findings(Path capture) {
    return Program.run("events", capture.toString()).messages();
  }

  private static String manifest(Path capture) throws IOException {
    return Files.readString(capture.resolve("manifest.json")).replace(" : ", ":");
  }

  private static List<String> keys(Path capture) {
    return Program.json(capture)
        .lines()
        .filter(each -> each.contains("STATE"))
        .map(each -> value(each, "cookie"))
        .toList();
  }

  /** The keys of the sockets that closed, but for listeners. */
  private static List<String> closed(Path capture) {
    return Program.json(capture)
        .lines()
        .filter(each -> each.contains("\"new_state\":\"CLOSE\"") && !each.contains("LISTEN"))
        .map(each -> value(each, "cookie"))
        .toList();
  }

  private static String line(String json, String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return json.lines().filter(wanted.asPredicate()).findFirst().orElseThrow();
  }

  private static String value(String line, String field) {
    var value = Pattern.compile("\"" + field + "\":(\"[^\"]*\"|[^,}]*)").matcher(line);
    return value.find() ? value.group(1) : null;
  }
}
