// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

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
import tcplife.capture.Sealer;
import tcplife.capture.SigningKey;
import tcplife.cli.ExitCode;
import tcplife.cli.Failure;
import tcplife.cli.Message;
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
      description = {
        "whom the capture belongs to, and whom the recorder becomes once it needs no rights any",
        "more; default: whom DIR belongs to, if it is there; else the user behind sudo"
      })
  private String ownerName;

  @Option(
      names = "--keep-privileges",
      description = "stay root: later inventories then see as much as the first one")
  private boolean keepPrivileges;

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

  @Option(
      names = "--sign-key",
      paramLabel = "FILE",
      description = "sign each sealed cycle with this private key of Ed25519 (PEM)")
  private Path signKey;

  @Override
  public Integer call() {
    if (Long.bitCount(ringSize) != 1
        || ringSize < SessionProgram.SMALLEST_RING
        || ringSize > 1 << 30) {
      throw new ParameterException(
          spec.commandLine(), "--ring-size: " + ringSize + " is not a power of two from 4K to 1G");
    }
    ReadyFile ready = readyFile == null ? null : new ReadyFile(readyFile);
    SigningKey key = signKey == null ? null : SigningKey.read(signKey);
    Privileges.require();
    Owner owner = Owner.of(ownerName, output);
    Host.umask(077);
    CycleWriter.silenceLibrary();
    Sealer.loadLibrary();
    Host.stopOnSignals();
    KeptCycles kept = new KeptCycles(output, limits.retention());
    try (SessionProgram program = new SessionProgram(ringSize);
        Survey survey = survey();
        CaptureDirectory directory = prepare(owner);
        Syncer syncer = new Syncer(limits.sync());
        Sealer sealer = new Sealer(directory, key, kept, Host::lowerPriority, this::say)) {
      directory.begin(HostFacts.hostName(), HostFacts.recording(directory.nextCycleNumber()));
      sealer.begin();
      Hooks hooks = new Hooks(program, accept.hooks());
      Runnable snapshot = snapshots.prepare(output, kept, owner::makeDirectory, this::say);
      Room room = new Room(output, limits.keepFree(), limits.mostBytes(), kept::bytes);
      CycleOutput cycles = new CycleOutput(output, directory, room, kept, syncer, sealer::closed);
      Pause pause = new Pause(limits.stopsOnFull(), output.toString(), this::say);
      Recording recording =
          new Recording(program, cycles, limits.cycleLimit(), survey, pause, snapshot);
      record(recording, survey, sealer, hooks, directory, owner, ready);
    } catch (BridgeException e) {
      throw new Failure(e.getMessage());
    }
    return ExitCode.OK;
  }

  private CaptureDirectory prepare(Owner owner) {
    owner.takeFiles();
    return CaptureDirectory.prepare(output, owner::makeDirectory, append);
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
      Sealer sealer,
      Hooks hooks,
      CaptureDirectory directory,
      Owner owner,
      ReadyFile ready) {
    StatusLine status = new StatusLine(System.err);
    boolean whole = false;
    long began = System.nanoTime();
    int asked = 0;
    try {
      // Before the program is attached: a queue takes longer to begin than a busy host takes to
      // fill the ring.
      recording.begin();
      owner.leaveFiles();
      hooks.attach();
      recording.beginSurvey();
      if (ready != null) {
        ready.write();
      }
      owner.takeFiles();
      began = System.nanoTime();
      directory.attached(hooks.attached());
      say("attached " + String.join(", ", hooks.attached()));
      hooks.leftOut().forEach((hook, reason) -> say("without " + hook + ": " + reason));
      if (hooks.leftOut().containsKey(Hook.ACCEPT_FUNCTION)) {
        say("so who accepts is not seen; --accept=syscall sees it, at a cost");
      }
      say("recording into " + output + "; Ctrl-C stops");
      run(recording, survey, owner, status, began);
      asked = Host.stopsAsked();
      recording.stop();
      whole = true;
    } finally {
      status.clear();
      if (!whole && !recording.hasEnded()) {
        recording.abort();
      }
      summarize(recording, survey, began);
      seal(sealer, asked);
    }
  }

  private void run(Recording recording, Survey survey, Owner owner, StatusLine status, long began) {
    long second = began;
    boolean privileged = !keepPrivileges;
    while (recording.step()) {
      if (privileged && !survey.isBusy()) {
        privileged = false;
        becomeForGood(owner);
      }
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

  private void becomeForGood(Owner owner) {
    String reason = owner.becomeForGood();
    if (reason != null) {
      say("keeps its privileges: " + reason);
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

  /**
   * Waits until all is sealed.
   *
   * @param asked signals that asked to stop so far: one more is impatience
   */
  private void seal(Sealer sealer, int asked) {
    sealer.finish(() -> Host.stopsAsked() > asked);
    if (sealer.sealed() > 0) {
      say("cycles sealed: " + sealer.sealed() + ", root " + sealer.root());
    }
  }

  private void say(String message) {
    Message.say(spec, message);
  }
}
