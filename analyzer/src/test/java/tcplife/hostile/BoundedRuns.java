// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands in this JVM, each for 10 s of CPU time at most, and tells what none may do. */
final class BoundedRuns {
  /** A command may take so much of the CPUs, ns. */
  private static final long LONGEST = 10_000_000_000L;

  /** And so long on a machine that is busy with something else, or if it waits for something. */
  private static final long LONGEST_WAIT = 300_000_000_000L;

  /** Between two looks at one that does not end, ns. */
  private static final long LOOK_EVERY = 200_000_000;

  /** Enough to see what is wrong. */
  private static final int MOST_FAILURES = 10;

  private static final OperatingSystemMXBean USED =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final PrintStream report;
  private final ExecutorService worker = Executors.newSingleThreadExecutor(BoundedRuns::thread);
  private volatile Thread running;
  private int failures;

  BoundedRuns(PrintStream report) {
    this.report = report;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "reading");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs a command on a capture.
   *
   * @param name of the capture in the report
   * @param out a name at which nothing is yet
   */
  Reading run(String name, ReadingCommand command, Path capture, Path out)
      throws InterruptedException, ExecutionException {
    String[] arguments = command.arguments(capture, out);
    Future<Reading> reading =
        worker.submit(
            () -> {
              running = Thread.currentThread();
              return Reading.of(arguments, new byte[0]);
            });
    long start = System.nanoTime();
    long used = USED.getProcessCpuTime();
    boolean interrupted = false;
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
        interrupted = true;
      }
    }
    String wrong = reading.get().wrong();
    // A signal closes no file, but this does where it comes in the midst of a read.
    if (wrong != null && !(interrupted && wrong.contains("ClosedByInterruptException"))) {
      failed(name, command, wrong);
    }
    return reading.get();
  }

  void failed(String name, ReadingCommand command, String what) {
    report.println("FAILED: " + name + ": " + command + ": " + what);
    failures++;
  }

  /** All commands ran that were to be run on a capture. */
  void isRead(String name) {
    report.println(name + " is read");
    if (failures >= MOST_FAILURES) {
      System.exit(1);
    }
  }

  /** Ends the JVM: with 0 if all was well. */
  void end() {
    System.exit(failures == 0 ? 0 : 1);
  }

  private void tell(Thread thread, StackTraceElement[] stack) {
    report.println(thread);
    Arrays.stream(stack).forEach(report::println);
  }

  /** Waits a moment for an end; whether it came. */
  private static boolean ends(Future<Reading> reading)
      throws InterruptedException, ExecutionException {
    try {
      reading.get(LOOK_EVERY, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
