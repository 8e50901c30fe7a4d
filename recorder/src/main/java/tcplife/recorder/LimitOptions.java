// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tcplife.cli.Quantity;

/** What a recording may take, and how safely it is kept. */
final class LimitOptions {
  /** Bytes; an eighth of it is worth a cycle. */
  static final long LEAST_SIZE = 64 << 20;

  @Option(
      names = "--cycle-size",
      paramLabel = "SIZE",
      defaultValue = "1G",
      converter = Quantity.Bytes.class,
      description = "begin a new cycle at this size; default ${DEFAULT-VALUE}")
  private long cycleSize;

  @Option(
      names = "--cycle-age",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = Quantity.Time.class,
      description = "begin a new cycle at this age; default ${DEFAULT-VALUE}")
  private Duration cycleAge;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      converter = MostBytes.class,
      description = "of the whole capture, 64M at least: the oldest cycles are given up for it")
  private Long mostBytes;

  @Option(
      names = "--max-age",
      paramLabel = "TIME",
      converter = Quantity.Time.class,
      description = "cycles that ended longer ago are given up")
  private Duration longest;

  @Option(
      names = "--keep-free",
      paramLabel = "SIZE|PERCENT",
      converter = KeepFree.Converter.class,
      description = {
        "left free on the file system: if given, the oldest cycles are given up for it, and then",
        "the recording pauses; default 5%%, 1G at most, for which it only pauses"
      })
  private KeepFree keepFree;

  @Option(
      names = "--on-full",
      paramLabel = "HOW",
      defaultValue = "pause",
      converter = OnFull.Converter.class,
      description = "where the disk takes no more: pause, until it does, or stop")
  private OnFull onFull;

  @Option(
      names = "--sync",
      paramLabel = "TIME|off",
      defaultValue = "1s",
      converter = Interval.Converter.class,
      description =
          "how often the disk is asked to keep what is written: a loss of power costs this, and what"
              + " a sync takes; default ${DEFAULT-VALUE}")
  private Interval sync;

  /** What is done where the disk takes no more. */
  private enum OnFull {
    PAUSE,
    STOP;

    private static final class Converter implements ITypeConverter<OnFull> {
      @Override
      public OnFull convert(String text) {
        return switch (text) {
          case "pause" -> PAUSE;
          case "stop" -> STOP;
          default -> throw new TypeConversionException("'" + text + "' is not pause or stop");
        };
      }
    }
  }

  /** A time, or null. */
  private record Interval(Duration time) {
    private static final class Converter implements ITypeConverter<Interval> {
      @Override
      public Interval convert(String text) {
        return new Interval(text.equals("off") ? null : new Quantity.Time().convert(text));
      }
    }
  }

  private static final class MostBytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      long bytes = new Quantity.Bytes().convert(text);
      if (bytes < LEAST_SIZE) {
        throw new TypeConversionException("'" + text + "' is less than 64M");
      }
      return bytes;
    }
  }

  Retention retention() {
    return new Retention(mostBytes(), longest, keepFree != null);
  }

  CycleLimit cycleLimit() {
    Retention retention = retention();
    return new CycleLimit(retention.cycleBytes(cycleSize), retention.cycleAge(cycleAge));
  }

  /** Of the whole capture, {@link Long#MAX_VALUE} for no limit. */
  long mostBytes() {
    return mostBytes == null ? Long.MAX_VALUE : mostBytes;
  }

  KeepFree keepFree() {
    return keepFree == null ? KeepFree.DEFAULT : keepFree;
  }

  /** Whether the recording ends where the disk takes no more. */
  boolean stopsOnFull() {
    return onFull == OnFull.STOP;
  }

  /** How often the disk is made to keep what was written; null for never. */
  Duration sync() {
    return sync.time();
  }
}
