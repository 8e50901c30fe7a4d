// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.live.Host;
import tcplife.live.Program;

/**
 * Each command, run as its users do on a capture that was made bad, takes no more memory, as the
 * kernel counts it, and no more time than it may. {@code -Dtcplife.processes=1000} runs more,
 * {@code -Dtcplife.seed=1} those of another run.
 */
@Timeout(3600)
class BoundedProcessIT {
  private static final int PROCESSES =
      Integer.getInteger("tcplife.processes", ReadingCommand.ALL.size());

  private static final long SEED = Long.getLong("tcplife.seed", System.nanoTime() & 0xffffff);

  /** Of what is resident at once, KiB: the JVM and all libraries included. */
  private static final long MOST_MEMORY = 256 << 10;

  /** CPU time, s. */
  private static final double LONGEST = 10;

  /** From its beginning to its end, s: others may need the CPUs too. */
  private static final double LONGEST_WALL = 60;

  /** Runs a program, and tells what the kernel says of it: KiB, CPU time, wall time. */
  private static final String MEASURE =
      """
      import resource, subprocess, sys, time
      begun = time.time()
      code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
      used = resource.getrusage(resource.RUSAGE_CHILDREN)
      print(code, used.ru_maxrss, used.ru_utime + used.ru_stime, time.time() - begun)
      """;

  /** What a command took. */
  private record Taken(int code, long memory, double cpu, double wall, String said) {}

  @TempDir private Path directory;

  @BeforeAll
  static void needTools() {
    Host.needTool("python3");
    Host.needTool("taskset");
  }

  @Test
  void noneTakesMoreThanItMay() throws Exception {
    System.out.println("Seed of the mutations: -Dtcplife.seed=" + SEED);
    Mutation mutation =
        new Mutation(
            CaptureBytes.of(SomeCapture.raw(directory.resolve("raw"))),
            CaptureBytes.of(SomeCapture.sealed(directory.resolve("sealed"))));
    Random random = new Random(SEED);
    Path bad = directory.resolve("bad");
    long memory = 0;
    double cpu = 0;
    double wall = 0;
    for (int i = 0; i < PROCESSES; i++) {
      Deleted.all(bad);
      mutation.write(bad.resolve("cap"), random);
      ReadingCommand command = ReadingCommand.ALL.get(i % ReadingCommand.ALL.size());
      Taken taken = run(command, bad.resolve("cap"), bad.resolve("out"));
      String what = "mutation " + i + " of seed " + SEED + ": " + command + ": " + taken;
      assertTrue(taken.code >= 0 && taken.code <= 4, what);
      assertTrue(taken.memory <= MOST_MEMORY, what);
      assertTrue(taken.cpu <= LONGEST, what);
      assertTrue(taken.wall <= LONGEST_WALL, what);
      memory = Math.max(memory, taken.memory);
      cpu = Math.max(cpu, taken.cpu);
      wall = Math.max(wall, taken.wall);
    }
    System.out.printf(
        "%d commands: at most %,d KiB, %.1f s of CPU time, %.1f s%n", PROCESSES, memory, cpu, wall);
  }

  /** That what is measured is what a program takes. */
  @Test
  void aProgramThatTakesMoreIsSeen() throws Exception {
    Taken taken = measure(List.of("python3", "-c", "b'1' * (300 << 20)"));
    assertEquals(0, taken.code, taken::said);
    assertTrue(taken.memory > MOST_MEMORY, taken::toString);
  }

  private static Taken run(ReadingCommand command, Path capture, Path out) throws Exception {
    List<String> line = new ArrayList<>(List.of(Host.TCPLIFE));
    line.addAll(List.of(command.arguments(capture, out)));
    if (command.follows()) {
      // It waits for more to be recorded, until it is asked to end.
      line.addAll(0, List.of("timeout", "--preserve-status", "--signal=INT", "5"));
    }
    return measure(line);
  }

  /** On two CPUs, for each of which a database keeps memory of its own. */
  private static Taken measure(List<String> command) throws Exception {
    List<String> line = new ArrayList<>(List.of("taskset", "-c", "0,1", "python3", "-c", MEASURE));
    line.addAll(command);
    try (Program program = Program.start(Map.of(), line)) {
      program.expectExit(0);
      String[] words = program.output().strip().split(" ");
      return new Taken(
          Integer.parseInt(words[0]),
          Long.parseLong(words[1]),
          Double.parseDouble(words[2]),
          Double.parseDouble(words[3]),
          program.errors());
    }
  }
}
