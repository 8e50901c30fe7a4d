// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tcplife.bpf.Host;
import tcplife.bpf.SessionProgram;
import tcplife.capture.CaptureDirectory;
import tcplife.live.Program;

/** Records traffic in the process of the test. */
final class LiveRecording {
  private static final int MOST_STEPS = 60;
  private static final int QUIET_STEPS = 10;

  private LiveRecording() {}

  /** Loads at once; what it returns attaches. */
  private interface Programs extends Function<SessionProgram, Runnable> {}

  /** With all hooks that this kernel lets us have. */
  private static final Programs ALL =
      program -> new Hooks(program, AcceptMode.SYSCALL.hooks())::attach;

  /**
   * From before the traffic's beginning to after its end, with all hooks.
   *
   * @return what the traffic printed
   */
  static String whole(Path path, long ringBytes, List<String> traffic) {
    return whole(path, ringBytes, ALL, traffic);
  }

  /** The same, with these programs alone. */
  static String whole(Path path, long ringBytes, List<String> programs, List<String> traffic) {
    return whole(path, ringBytes, program -> () -> programs.forEach(program::attach), traffic);
  }

  private static String whole(Path path, long ringBytes, Programs programs, List<String> traffic) {
    return record(
        path,
        ringBytes,
        programs,
        traffic,
        (recording, made) -> {
          while (made.isAlive()) {
            recording.step();
            recording.everySecond();
          }
          made.expectExit(0);
          // What softirqs have yet to do, on a host where others may be making events all the time.
          int quiet = 0;
          for (int i = 0; i < MOST_STEPS && quiet < QUIET_STEPS; i++) {
            long before = recording.events();
            recording.step();
            quiet = recording.events() == before ? quiet + 1 : 0;
          }
        });
  }

  /** Until there are so many events, and then stopped in the midst of traffic. */
  static void part(Path path, long ringBytes, List<String> traffic, long events) {
    record(
        path,
        ringBytes,
        ALL,
        traffic,
        (recording, made) -> {
          while (made.isAlive() && recording.events() < events) {
            recording.step();
          }
          assertTrue(made.isAlive(), "the traffic was to go on");
        });
  }

  private static String record(
      Path path,
      long ringBytes,
      Programs programs,
      List<String> traffic,
      BiConsumer<Recording, Program> work) {
    try (SessionProgram program = new SessionProgram(ringBytes);
        Survey survey = new Survey(null, problem -> fail(problem));
        CaptureDirectory directory = CaptureDirectory.prepare(path, Files::createDirectory, false);
        Syncer syncer = new Syncer(null)) {
      directory.begin(HostFacts.hostName(), HostFacts.recording(directory.nextCycleNumber()));
      CycleLimit never = new CycleLimit(Long.MAX_VALUE, Duration.ofDays(1));
      KeptCycles kept =
          new KeptCycles(path, new Retention(Long.MAX_VALUE, null, false), Host::clockPair);
      Room room = new Room(path, KeepFree.DEFAULT, Long.MAX_VALUE, kept::bytes);
      CycleRoom forCycles = new CycleRoom(room, kept, never, () -> {});
      CycleOutput output =
          new CycleOutput(path, directory, room, forCycles, kept, syncer, cycle -> {});
      Pause pause = new Pause(true, path.toString(), problem -> fail(problem));
      Recording recording =
          new Recording(program, output, forCycles, never, survey, pause, () -> {});
      Runnable attach = programs.apply(program);
      recording.begin();
      attach.run();
      try (Program made = Program.start(Map.of(), traffic)) {
        work.accept(recording, made);
        recording.stop();
        assertEquals(program.counters().made(), recording.events() + program.counters().lost());
        return made.output();
      }
    }
  }
}
