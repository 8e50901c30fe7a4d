// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.nio.file.Path;
import java.time.Duration;
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
  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "the capture's directory: new, empty, or with --append a capture")
  private Path output;

  @Option(
      names = "--append",
      description = "go on with a capture, or begin one where there is none")
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

  @Mixin private OwnerOptions owners;

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
    if (output.toString().isEmpty()) {
      // Java takes it for the present directory.
      throw new Failure("'': no such directory");
    }
    if (snapshots.vain() != null) {
      throw new ParameterException(
          spec.commandLine(),
          snapshots.vain() + ": there are no snapshots without --snapshot-on=SIGUSR1");
    }
    try (Announcer user = new Announcer(message -> Message.say(spec, message), System.err)) {
      record(user);
    }
    return ExitCode.OK;
  }

  private void record(Announcer user) {
    ReadyFile ready = readyFile == null ? null : new ReadyFile(readyFile);
    SigningKey key = signKey == null ? null : SigningKey.read(signKey);
    Privileges.require();
    Owner owner = owners.owner(output);
    Host.umask(077);
    Sealer.loadLibrary();
    Host.stopOnSignals();
    KeptCycles kept = new KeptCycles(output, limits.retention(), Host::clockPair);
    try (SessionProgram program = new SessionProgram(ringSize);
        Survey survey = survey(user);
        HiddenWatch hidden = new HiddenWatch(survey, user);
        CaptureDirectory directory = prepare(owner);
        Syncer syncer = new Syncer(limits.sync());
        Sealer sealer = new Sealer(directory, key, kept, Host::lowerPriority, user);
        Snapshots taken =
            snapshots.prepare(output, directory::manifest, kept, key, owner::makeDirectory, user)) {
      Hooks hooks = new Hooks(program, accept.hooks());
      Runnable snapshot = taken == null ? () -> {} : taken::take;
      Room room = new Room(output, limits.keepFree(), limits.mostBytes(), kept::bytes);
      CycleLimit limit = limits.cycleLimit();
      CycleRoom made = new CycleRoom(room, kept, limit, sealer::makeRoom);
      kept.current(directory.nextCycleNumber());
      sealer.begin(() -> Host.stopsAsked() > 0 || made.canBegin());
      made.awaitFirst();
      CycleOutput cycles =
          new CycleOutput(output, directory, room, made, kept, syncer, sealer::closed);
      directory.begin(HostFacts.hostName(), HostFacts.recording(directory.nextCycleNumber()));
      Pause pause = new Pause(limits.stopsOnFull(), output.toString(), user);
      Recording recording = new Recording(program, cycles, made, limit, survey, pause, snapshot);
      new RecordingRun(output, recording, survey, hidden, sealer, user)
          .record(
              () -> {
                begin(recording, hooks, directory, owner, ready);
                tell(hooks, user);
              },
              duration,
              () -> owners.becomeForGood(owner, user));
      cycles.requireAllSynced();
    } catch (BridgeException e) {
      throw new Failure(e.getMessage());
    }
  }

  private CaptureDirectory prepare(Owner owner) {
    owner.takeFiles();
    return CaptureDirectory.prepare(output, owner::makeDirectory, append);
  }

  private static Survey survey(Announcer user) {
    Inventory inventory = null;
    try {
      inventory = new Inventory();
    } catch (BridgeException e) {
      user.accept("no inventory of what is open already: " + e.getMessage());
    }
    return new Survey(inventory, user);
  }

  private static void begin(
      Recording recording, Hooks hooks, CaptureDirectory directory, Owner owner, ReadyFile ready) {
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
    directory.attached(hooks.attached());
  }

  private void tell(Hooks hooks, Announcer user) {
    user.accept("attached " + String.join(", ", hooks.attached()));
    hooks.leftOut().forEach((hook, reason) -> user.accept("without " + hook + ": " + reason));
    if (hooks.leftOut().containsKey(Hook.ACCEPT_FUNCTION)) {
      user.accept("so who accepts is not seen; --accept=syscall sees it, at a cost");
    }
    user.accept("recording into " + output + "; Ctrl-C stops");
  }
}
