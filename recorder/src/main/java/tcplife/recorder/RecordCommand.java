// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplife.bpf.BridgeException;
import tcplife.bpf.Hook;
import tcplife.bpf.Host;
import tcplife.bpf.Inventory;
import tcplife.bpf.SessionProgram;
import tcplife.capture.CaptureDirectory;
import tcplife.capture.CycleWriter;
import tcplife.capture.Ownership;
import tcplife.cli.ExitCode;
import tcplife.cli.Failure;
import tcplife.cli.Quantity;
import tcplife.cli.Subcommand;

/** {@code tcplife record}. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Records every state transition of every TCP socket of this host.",
    footer = {
      "",
      "Runs until SIGINT, SIGTERM, SIGHUP or the end of --duration, and then exits 0 with all",
      "events written. Needs root, or CAP_BPF and CAP_PERFMON."
    })
public final class RecordCommand implements Subcommand {
  private static final long SECOND = 1_000_000_000L;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "the capture's directory: new, empty, or with --append a capture")
  private Path output;

  @Option(names = "--append", description = "go on with a capture that is there already")
  private boolean append;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "TIME",
      converter = Quantity.Time.class,
      description = "stop after this time, such as 90s, 10m, 1h")
  private Duration duration;

  @Option(
      names = "--accept",
      paramLabel = "HOW",
      defaultValue = "auto",
      converter = AcceptMode.Converter.class,
      description = {
        "how to see which process accepts: auto, where the kernel lets a program see its own",
        "accept; syscall, which makes each system call of the host slower; none"
      })
  private AcceptMode accept;

  @Option(
      names = "--owner",
      paramLabel = "USER[:GROUP]",
      description = "whom the capture belongs to; default: the user behind sudo")
  private String owner;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "written, with the PID, once every event is recorded")
  private Path readyFile;

  @Option(
      names = "--ring-size",
      paramLabel = "SIZE",
      defaultValue = "16M",
      converter = Quantity.Bytes.class,
      description = "kernel ring buffer: a power of two, 4K to 1G; default ${DEFAULT-VALUE}")
  private long ringSize;

  @Mixin private LimitOptions limits;
  @Mixin private SnapshotOptions snapshots;

  @Override
  public Integer call() {
    if (Long.bitCount(ringSize) != 1
        || ringSize < SessionProgram.SMALLEST_RING
        || ringSize > 1 << 30) {
      throw new ParameterException(
          spec.commandLine(), "--ring-size: " + ringSize + " is not a power of two from 4K to 1G");
    }
    Ownership ownership = ownership();
    ReadyFile ready = readyFile == null ? null : new ReadyFile(readyFile, ownership);
    Privileges.require();
    Host.umask(077);
    CycleWriter.silenceLibrary();
    Host.stopOnSignals();
    try (SessionProgram program = new SessionProgram(ringSize);
        Survey survey = survey();
        CaptureDirectory directory = CaptureDirectory.prepare(output, ownership, append);
        Syncer syncer = new Syncer(limits.sync())) {
      directory.begin(HostFacts.hostName(), HostFacts.recording(directory.nextCycleNumber()));
      Hooks hooks = new Hooks(program, accept.hooks());
      KeptCycles kept = new KeptCycles(output, limits.retention());
      Runnable snapshot = snapshots.prepare(output, kept, ownership, this::say);
      Room room = new Room(output, limits.keepFree(), limits.mostBytes(), kept::bytes);
      ClosedCycles closed = new CycleRemover(output, kept);
      CycleOutput cycles = new CycleOutput(output, directory, room, kept, syncer, closed);
      Pause pause = new Pause(limits.stopsOnFull(), output.toString(), this::say);
      Recording recording =
          new Recording(program, cycles, limits.cycleLimit(), survey, pause, snapshot);
      record(recording, survey, hooks, directory, ready);
    } catch (BridgeException e) {
      throw new Failure(e.getMessage());
    }
    return ExitCode.OK;
  }

  private Ownership ownership() {
    if (owner != null) {
      return Ownership.parse(output, owner);
    }
    String uid = System.getenv("SUDO_UID");
    String gid = System.getenv("SUDO_GID");
    return uid == null || gid == null
        ? Ownership.UNCHANGED
        : Ownership.parse(output, uid + ":" + gid);
  }

  private Survey survey() {
    Inventory inventory = null;
    try {
      inventory = new Inventory();
    } catch (BridgeException e) {
      say("no inventory of what is open already: " + e.getMessage());
    }
    return new Survey(inventory, this::say);
  }

  private void record(
      Recording recording,
      Survey survey,
      Hooks hooks,
      CaptureDirectory directory,
      ReadyFile ready) {
    StatusLine status = new StatusLine(System.err);
    boolean whole = false;
    long began = System.nanoTime();
    try {
      // Before the program is attached: a queue takes longer to begin than a busy host takes to
      // fill the ring.
      recording.begin();
      hooks.attach();
      recording.beginSurvey();
      began = System.nanoTime();
      directory.attached(hooks.attached());
      say("attached " + String.join(", ", hooks.attached()));
      hooks.leftOut().forEach((hook, reason) -> say("without " + hook + ": " + reason));
      if (hooks.leftOut().containsKey(Hook.ACCEPT_FUNCTION)) {
        say("so who accepts is not seen; --accept=syscall sees it, at a cost");
      }
      say("recording into " + output + "; Ctrl-C stops");
      if (ready != null) {
        ready.write();
      }
      run(recording, status, began);
      recording.stop();
      whole = true;
    } finally {
      status.clear();
      if (!whole && !recording.hasEnded()) {
        recording.abort();
      }
      summarize(recording, survey, began);
    }
  }

  private void run(Recording recording, StatusLine status, long began) {
    long second = began;
    while (recording.step()) {
      long now = System.nanoTime();
      if (duration != null && now - began >= duration.toNanos()) {
        return;
      }
      if (now - second >= SECOND) {
        second = now;
        recording.everySecond();
        status.show(recording);
      }
    }
  }

  private void summarize(Recording recording, Survey survey, long began) {
    int open = survey.openAtFirst();
    say(
        String.format(
            Locale.ROOT,
            "%s: %,d events in %.1f s, %,d lost, %s, %s",
            output,
            recording.events(),
            (System.nanoTime() - began) / (double) SECOND,
            recording.lost(),
            Quantity.ofBytes(recording.bytes()),
            open < 0
                ? "no inventory"
                : String.format(Locale.ROOT, "sockets open before: %,d", open)));
  }

  private void say(String message) {
    PrintStream err = System.err;
    err.println(spec.qualifiedName() + ": " + message);
  }
}
