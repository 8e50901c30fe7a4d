// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tcplife.event.EndRecord;
import tcplife.live.Await;
import tcplife.live.Program;

/** A recorder that writes to a small disk. */
final class RecordedDisk implements AutoCloseable {
  final Program program;

  /** Starts one; it may fail. */
  RecordedDisk(Disk disk, Path ready, String... options) {
    List<String> arguments = new ArrayList<>(List.of("record", "-o"));
    arguments.add(disk.path("cap").toString());
    arguments.addAll(List.of("--ready-file", ready.toString()));
    arguments.addAll(List.of(options));
    program = Program.start(Map.of(), disk.command(Live.tcplife(arguments.toArray(String[]::new))));
  }

  /** As {@link Generator#run}. */
  long generate(long events) {
    return Generator.run(program.pid(), events);
  }

  void awaitSaid(String text) {
    Await.until("it says: " + text, () -> program.errors().contains(text) || !program.isAlive());
    assertTrue(program.errors().contains(text), program::errors);
  }

  boolean hasSaid(String text) {
    return program.errors().contains(text);
  }

  int stop() {
    program.interrupt();
    return program.exitCode();
  }

  /** No message is a stack trace or the JVM's last words. */
  void assertClearWords() {
    String said = program.errors();
    assertTrue(said.lines().allMatch(line -> line.startsWith("tcplife record: ")), said);
    assertFalse(said.contains("internal error"), said);
  }

  /** On each CPU made = kept + lost, and loss records tell all that is lost. */
  static void assertAccounted(Recorded recorded) {
    EndRecord end = recorded.lastEnd();
    long lost = 0;
    for (int cpu = 0; cpu < end.cpus().size(); cpu++) {
      EndRecord.Cpu count = end.cpus().get(cpu);
      lost += count.lost();
      long kept = recorded.eventsByCpu.getOrDefault(cpu, 0L);
      assertEquals(count.made(), kept + count.lost(), "made on CPU " + cpu);
      long told = recorded.lossByCpu.getOrDefault(cpu, 0L);
      assertEquals(count.lost(), told, "told to be lost on CPU " + cpu);
    }
    assertEquals(lost, recorded.sequences.missing());
    assertEquals(EndRecord.STOPPED, end.reason());
  }

  @Override
  public void close() {
    program.close();
  }
}
