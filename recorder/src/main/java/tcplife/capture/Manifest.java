// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a capture says of itself: {@code manifest.json}.
 *
 * @param id a random UUID, given when the capture was begun
 * @param host the recording host's name
 * @param recordings the runs of the recorder that wrote into it, oldest first
 * @param imported from what format its records were imported, "json" or "perf"; empty for those
 *     that a recorder wrote
 * @param cut what it is a part of; null for a capture that was not cut
 * @param snapshot which cycles of a recording it has; null for a capture that is no snapshot
 */
public record Manifest(
    String id,
    String host,
    List<Recording> recordings,
    String imported,
    Cut cut,
    Snapshot snapshot) {
  /** Name of the file in a capture's directory. */
  public static final String FILE = "manifest.json";

  /** Version of the capture format that this program writes, and the newest that it reads. */
  public static final int FORMAT = 1;

  /**
   * One run of the recorder.
   *
   * @param firstCycle number of the first cycle that it wrote
   * @param started wall time, ISO 8601 with the host's offset
   * @param bootId /proc/sys/kernel/random/boot_id: with it, a socket cookie is unique
   * @param kernel release and version, as uname has them
   * @param timeZone the host's, IANA name
   * @param tool name and version of the program
   * @param hooks tracepoints and programs that were attached
   */
  public record Recording(
      int firstCycle,
      String started,
      String bootId,
      String kernel,
      String timeZone,
      String tool,
      List<String> hooks) {
    /** Of a run about which nothing is known. */
    public static final Recording UNKNOWN = new Recording(0, "", "", "", "", "", List.of());

    /** Whether both are of the same run, of which a later manifest may know more. */
    boolean isRunOf(Recording other) {
      return other != null && firstCycle == other.firstCycle && started.equals(other.started);
    }

    Recording withHooks(List<String> attached) {
      return new Recording(firstCycle, started, bootId, kernel, timeZone, tool, attached);
    }

    Recording from(int cycle) {
      return new Recording(cycle, started, bootId, kernel, timeZone, tool, hooks);
    }
  }

  /**
   * Cycles that were taken from a recording which went on.
   *
   * @param first number of the first
   * @param last number of the last
   * @param taken wall time, ISO 8601 in UTC
   */
  public record Snapshot(int first, int last, String taken) {}

  public Manifest {
    recordings = List.copyOf(recordings);
  }

  /** Of a capture as a recorder writes it. */
  Manifest(String id, String host, List<Recording> recordings) {
    this(id, host, recordings, "", null);
  }

  /** Of a capture that is no snapshot. */
  Manifest(String id, String host, List<Recording> recordings, String imported, Cut cut) {
    this(id, host, recordings, imported, cut, null);
  }

  Manifest withSnapshot(Snapshot taken) {
    return new Manifest(id, host, recordings, imported, cut, taken);
  }

  /** Whether it was made of another capture or of a text, and not by a recorder alone. */
  boolean isDerived() {
    return cut != null || snapshot != null || !imported.isEmpty();
  }

  /**
   * The runs by their first cycles. Without those whose cycles are a later one's, as a manifest may
   * have it that no recorder wrote.
   */
  public NavigableMap<Integer, Recording> byFirstCycle() {
    NavigableMap<Integer, Recording> runs = new TreeMap<>();
    for (int i = recordings.size() - 1; i >= 0; i--) {
      Recording run = recordings.get(i);
      if (runs.floorKey(run.firstCycle()) == null) {
        runs.put(run.firstCycle(), run);
      }
    }
    return runs;
  }

  /** The run that wrote a cycle; {@link Recording#UNKNOWN} if none is named. */
  public Recording recordingOf(int cycle) {
    for (int i = recordings.size() - 1; i >= 0; i--) {
      if (recordings.get(i).firstCycle() <= cycle) {
        return recordings.get(i);
      }
    }
    return Recording.UNKNOWN;
  }

  /** Whether the host was booted anew between its recordings, so that boot time began anew. */
  public boolean hasSeveralBoots() {
    return recordings.stream().map(Recording::bootId).distinct().count() > 1;
  }
}
