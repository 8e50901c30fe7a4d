// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A JVM of its own that reads hostile captures, so that one which crashes it or fills its memory
 * ends it, and not the tests. Exits 0 if all was well; else says what was not.
 */
final class HostileReader {
  /** A command may take so much of the CPUs, ns. */
  private static final long LONGEST = 10_000_000_000L;

  /** And so long on a machine that is busy with something else, or if it waits for something. */
  private static final long LONGEST_WAIT = 300_000_000_000L;

  /** Between two looks at one that does not end, ns. */
  private static final long LOOK_EVERY = 200_000_000;

  /** Every so many mutations one command that takes long is run too. */
  private static final int SLOW_EVERY = 50;

  /** Enough to see what is wrong. */
  private static final int MOST_FAILURES = 10;

  private static final OperatingSystemMXBean USED =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final PrintStream report;
  private final ExecutorService worker = Executors.newSingleThreadExecutor(HostileReader::thread);
  private volatile Thread running;
  private int failures;

  private HostileReader(PrintStream report) {
    this.report = report;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "reading");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Reads captures.
   *
   * @param arguments {@code all CAPTURE} for every command on one, or {@code mutations RAW SEALED
   *     SEED FIRST COUNT}
   */
  public static void main(String[] arguments) throws Exception {
    HostileReader reader = new HostileReader(System.out);
    Path place = Path.of(arguments[1]);
    if (arguments[0].equals("all")) {
      reader.all(place);
    } else {
      Mutation mutation =
          new Mutation(CaptureBytes.of(place), CaptureBytes.of(Path.of(arguments[2])));
      int first = Integer.parseInt(arguments[4]);
      int count = Integer.parseInt(arguments[5]);
      for (int i = first; i < first + count; i++) {
        reader.mutated(mutation, Long.parseLong(arguments[3]), i, place.resolveSibling("bad"));
      }
    }
    System.exit(reader.failures == 0 ? 0 : 1);
  }

  private void all(Path capture) throws Exception {
    List<ReadingCommand> commands = new ArrayList<>(ReadingCommand.QUICK);
    commands.addAll(ReadingCommand.SLOW);
    for (ReadingCommand each : commands) {
      run(capture.toString(), each, capture, capture.resolveSibling("out"));
    }
  }

  private void mutated(Mutation mutation, long seed, int number, Path directory) throws Exception {
    // The first numbers of a Random are alike for seeds that are.
    Random random = new Random(new SplittableRandom(seed << 32 | number).nextLong());
    Deleted.all(directory);
    Path capture = directory.resolve("cap");
    mutation.write(capture, random);
    String name = "mutation " + number + " of seed " + seed;
    List<ReadingCommand> commands = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      commands.add(Hostile.any(random, ReadingCommand.QUICK));
    }
    if (number % SLOW_EVERY == 0) {
      commands.add(Hostile.any(random, ReadingCommand.SLOW));
    }
    for (int i = 0; i < commands.size(); i++) {
      run(name, commands.get(i), capture, directory.resolve("out" + i));
    }
    report.println(name + " is read");
    if (failures >= MOST_FAILURES) {
      System.exit(1);
    }
  }

  private void run(String name, ReadingCommand command, Path capture, Path out)
      throws InterruptedException, ExecutionException {
    String[] arguments = command.arguments(capture, out);
    Future<String> reading =
        worker.submit(
            () -> {
              running = Thread.currentThread();
              return Reading.judge(arguments, new byte[0]);
            });
    long start = System.nanoTime();
    long used = USED.getProcessCpuTime();
    while (!ends(reading)) {
      if (USED.getProcessCpuTime() - used > LONGEST || System.nanoTime() - start > LONGEST_WAIT) {
        report.println("FAILED: " + name + ": " + command + ": does not end");
        report.println("CPU time: " + (USED.getProcessCpuTime() - used) / 1_000_000 + " ms");
        Thread.getAllStackTraces().forEach(this::tell);
        Runtime.getRuntime().halt(1);
      }
      if (command.follows() && running.getState() == Thread.State.TIMED_WAITING) {
        // It waits for more to be recorded, until it is asked to end.
        running.interrupt();
      }
    }
    if (reading.get() != null) {
      report.println("FAILED: " + name + ": " + command + ": " + reading.get());
      failures++;
    }
  }

  private void tell(Thread thread, StackTraceElement[] stack) {
    report.println(thread);
    Arrays.stream(stack).forEach(report::println);
  }

  /** Waits a moment for an end; whether it came. */
  private static boolean ends(Future<String> reading)
      throws InterruptedException, ExecutionException {
    try {
      reading.get(LOOK_EVERY, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
