// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tcplife.bpf.Host;
import tcplife.capture.CaptureAround;
import tcplife.capture.CaptureDirectory;
import tcplife.capture.Manifest;
import tcplife.capture.Reason;
import tcplife.capture.SigningKey;
import tcplife.capture.SnapshotMaker;
import tcplife.cli.Failure;
import tcplife.cli.Quantity;

/** Captures of the latest cycles, made while the recording goes on. */
final class SnapshotOptions {
  @Option(
      names = "--snapshot-on",
      paramLabel = "SIGNAL",
      converter = Signal.class,
      description = "make a snapshot of the latest cycles at this signal: SIGUSR1")
  private String signal;

  @Option(
      names = "--snapshot-to",
      paramLabel = "DIR",
      description = "where snapshots come to be, named by the time; default: OUTPUT.snapshots")
  private Path directory;

  @Option(
      names = "--snapshot-last",
      paramLabel = "TIME",
      converter = Quantity.Time.class,
      description = "of the cycles that ended, or were written, in this time; default: of all")
  private Duration last;

  private static final class Signal implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!text.equals("SIGUSR1") && !text.equals("USR1")) {
        throw new TypeConversionException("'" + text + "' is not SIGUSR1");
      }
      return text;
    }
  }

  /** The name of an option that says how they are made though none is asked for; else null. */
  String vain() {
    if (signal != null) {
      return null;
    }
    return directory != null ? "--snapshot-to" : last != null ? "--snapshot-last" : null;
  }

  /**
   * Makes ready for them, if they are asked for.
   *
   * @param manifests gives what the capture's is now
   * @param key to sign their seals with, or null
   * @param maker makes their directory
   * @param user told, in words, how each went
   * @return what takes them; null if none is asked for
   * @throws Failure if none could be made
   */
  Snapshots prepare(
      Path capture,
      Supplier<Manifest> manifests,
      KeptCycles kept,
      SigningKey key,
      CaptureDirectory.Maker maker,
      Consumer<String> user) {
    if (signal == null) {
      return null;
    }
    Path place = directory != null ? directory : Path.of(capture.normalize() + ".snapshots");
    if (place.toAbsolutePath().normalize().startsWith(capture.toAbsolutePath().normalize())) {
      throw new Failure(place + ": snapshots cannot lie in the capture");
    }
    try {
      CaptureAround.requireNone(place.resolve("one"));
      if (!Files.isDirectory(place)) {
        maker.make(place);
      }
    } catch (IOException e) {
      throw new Failure(place + ": cannot be made: " + Reason.of(e));
    }
    Host.snapshotOnSignal();
    SnapshotMaker snapshot = new SnapshotMaker(capture, manifests, key, user);
    return new Snapshots(snapshot, kept, place, last, user);
  }
}
