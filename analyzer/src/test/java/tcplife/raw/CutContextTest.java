// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.replay.Run;

/** What comes with the sessions of a cut: what tells of them, and nothing of others. */
@Timeout(60)
class CutContextTest {
  private static final String HEAD = "{'kind':'%s','cpu':0,'sequence':%d,'flags':0,'time':%d,";

  @TempDir private Path directory;
  private final List<String> lines = new ArrayList<>();
  private int sequence;

  private void line(String kind, long time, String fields) {
    lines.add((HEAD.formatted(kind, sequence++, time) + fields + "}").replace('\'', '"'));
  }

  private void socket(String kind, long time, long cookie, int pid, String states) {
    String[] both = states.split(">");
    line(
        kind,
        time,
        ("'cookie':%d,'cgroup':1,'pid':%d,'tid':%d,'uid':0,'netns':9,'family':2,'protocol':6,"
                + "'local_port':%d,'remote_port':80,'old_state':'%s','new_state':'%s',"
                + "'socket':0,'task_uid':0,'error':0,'local_address':'10.0.0.1','remote_address':'10.0.0.2',"
                + "'comm':'c'")
            .formatted(cookie, pid, pid, cookie, both[0], both[1]));
  }

  private void process(long time, int pid, int parent, String why) {
    line(
        "PROCESS",
        time,
        ("'start':1,'cgroup':1,'pid':%d,'parent':%d,'uid':0,'netns':9,'why':'%s','comm':'c',"
                + "'executable':'','arguments':[]")
            .formatted(pid, parent, why));
  }

  private void accept(long time, long cookie, int pid) {
    line(
        "ACCEPT",
        time,
        "'cookie':%d,'pid':%d,'tid':1,'uid':0,'how':'SYSCALL','comm':'c'".formatted(cookie, pid));
  }

  private void segment(String kind, long time, long cookie) {
    line(
        kind,
        time,
        "'cookie':%d,'state':'ESTABLISHED','direction':'SENT','reason':0".formatted(cookie));
  }

  private void loss(long since, long until) {
    String line =
        "{'kind':'LOSS','cpu':null,'sequence':0,'flags':0,'since':%d,'until':%d,'count':1,"
            + "'cause':'RING_FULL','lost_on':0}";
    lines.add(line.formatted(since, until).replace('\'', '"'));
  }

  /** The lines that were kept, by their place, of a cut with some options. */
  private List<Integer> kept(String... options) {
    line("END", 99, "'skipped':0,'reason':'STOPPED','made':[0],'lost':[0]");
    Path capture = directory.resolve("cap");
    String text = String.join("\n", lines);
    assertEquals(
        new Run(0, "", ""), Program.runWithInput(text, "import", "-o", capture.toString()));
    Path part = directory.resolve("part");
    List<String> arguments =
        new ArrayList<>(List.of("cut", capture.toString(), "-o", part.toString()));
    arguments.addAll(List.of(options));
    Run run = Program.run(arguments.toArray(String[]::new));
    assertEquals("", run.err());
    List<String> before = Program.json(capture).lines().skip(1).toList();
    List<String> kept = Program.json(part).lines().skip(1).toList();
    return kept.stream().map(before::indexOf).toList();
  }

  @Test
  void withASocketComesAllThatIsToldOfIt() {
    socket("STATE", 10, 1, 5, "CLOSE>SYN_SENT");
    socket("STATE", 11, 2, 6, "CLOSE>SYN_SENT");
    segment("RETRANSMIT", 12, 1);
    segment("RETRANSMIT", 13, 2);
    segment("RESET", 14, 1);
    socket("STATE", 15, 1, 0, "SYN_SENT>CLOSE");
    accept(16, 1, 7);
    accept(17, 2, 7);
    assertEquals(List.of(0, 2, 4, 5, 6, 8), kept("--port=1"));
  }

  @Test
  void withASocketComeItsProcessesAndThoseTheyWereForkedFrom() {
    process(1, 3, 1, "EXEC");
    process(2, 4, 3, "FORK");
    process(3, 5, 4, "FORK");
    process(4, 6, 1, "EXEC");
    process(5, 7, 6, "EXEC");
    socket("STATE", 10, 1, 5, "CLOSE>SYN_SENT");
    socket("STATE", 11, 2, 6, "CLOSE>SYN_SENT");
    accept(12, 1, 7);
    assertEquals(List.of(0, 1, 2, 4, 5, 7, 8), kept("--port=1"));
  }

  @Test
  void aProcessThatSoftirqInterruptedIsNone() {
    process(1, 5, 1, "EXEC");
    process(2, 6, 1, "EXEC");
    socket("STATE", 10, 1, 5, "CLOSE>SYN_SENT");
    socket("STATE", 11, 1, 6, "SYN_SENT>ESTABLISHED");
    socket("STATE", 12, 2, 6, "CLOSE>SYN_SENT");
    assertEquals(List.of(0, 2, 3, 5), kept("--pid=5"));
  }

  @Test
  void aSocketThatAnInventoryFoundIsItsHoldersAndAsOldAsCanBe() {
    line("INVENTORY", 8, "'phase':'BEGIN','found':0");
    socket("OPEN", 9, 1, 5, "ESTABLISHED>ESTABLISHED");
    socket("OPEN", 9, 2, 6, "ESTABLISHED>ESTABLISHED");
    line("INVENTORY", 10, "'phase':'END','found':2");
    socket("STATE", 20, 1, 0, "ESTABLISHED>CLOSE");
    // Open too, but of another.
    socket("STATE", 21, 2, 0, "ESTABLISHED>CLOSE");
    assertEquals(List.of(0, 1, 3, 4, 6), kept("--pid=5", "--to=+0ms"));
  }

  @Test
  void lossesAreKeptAlsoOfOtherTimesSinceSocketsAreKeptWhole() {
    socket("STATE", 0, 1, 5, "CLOSE>SYN_SENT");
    loss(1_000_000, 2_000_000);
    loss(3_000_000, 5_000_000);
    loss(6_000_000, 7_000_000);
    assertEquals(List.of(0, 1, 2, 3, 4), kept("--from=+4ms", "--to=+5ms"));
  }

  @Test
  void whatIsOfNoSocketIsKept() {
    line("NAME", 1, "'id':1,'what':'CGROUP','text':'/a'");
    lines.add("{'kind':77,'cpu':null,'sequence':0,'flags':0,'payload_hex':''}".replace('\'', '"'));
    socket("STATE", 2, 1, 5, "CLOSE>SYN_SENT");
    assertEquals(List.of(0, 1, 3), kept("--pid=6"));
  }

  @Test
  void aSocketThatComesAfterTheTimeIsNotKeptThoughItsEndIsSeenToo() {
    socket("STATE", 1_000_000, 1, 5, "CLOSE>SYN_SENT");
    socket("STATE", 9_000_000, 2, 5, "CLOSE>SYN_SENT");
    socket("STATE", 9_000_001, 2, 5, "SYN_SENT>ESTABLISHED");
    socket("STATE", 9_000_002, 2, 5, "ESTABLISHED>CLOSE");
    assertEquals(List.of(0, 4), kept("--to=+1ms"));
  }
}
