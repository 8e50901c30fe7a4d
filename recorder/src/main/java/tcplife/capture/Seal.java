// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.util.List;
import tcplife.capture.Manifest.Recording;
import tcplife.capture.Manifest.Snapshot;

/**
 * What is said of a cycle when it is sealed: the seal's text, one line of JSON. Its SHA-256 stands
 * in the next cycle's seal, so that the last one, the capture's root, vouches for all.
 *
 * @param capture id of the capture
 * @param cycle its number
 * @param previous SHA-256 of the text of the seal before, hexadecimal; empty for the first
 * @param content SHA-256 of all bytes of the file before the seal, hexadecimal
 * @param contentBytes how many these are
 * @param batchBytes bytes of the batches, as the queue file had them
 * @param batches how many
 * @param records of all kinds
 * @param lost events, as records of loss in the cycle tell
 * @param firstTime lowest time of a batch, ns of CLOCK_BOOTTIME; 0 if none tells a time
 * @param lastTime highest, likewise
 * @param started wall time of the first, ISO 8601 in UTC; null if no clock record tells
 * @param ended wall time of the last, likewise
 * @param ending {@link #CYCLE}, {@link #STOPPED}, {@link #KILLED}, {@link #LEFT}, {@link #DROPPED}
 *     or {@link #NONE}
 * @param oldest the lowest number of a cycle that is kept: lower ones were dropped by a limit, or
 *     are about to be
 * @param unsealed numbers of earlier cycles that are there and could not be sealed: damaged, or
 *     left by an earlier recorder when later ones were sealed already
 * @param sealed wall time of the sealing
 * @param host the recorded host's name
 * @param recording the run of the recorder that wrote the cycle
 * @param earlier SHA-256 of what the manifest says of the recordings before, hexadecimal: {@link
 *     EarlierRecordings}; empty in a seal that was made before there was this
 * @param key the public key of the signature that belongs behind it, as {@link
 *     SealedFile#publicKey} gives it; empty if none does, or in a seal that was made before
 * @param imported from what format the capture was imported; empty if it was not
 * @param cut what the capture was cut from; null if it was not
 * @param snapshot what the capture is a snapshot of; null if it is none, or was sealed before
 */
public record Seal(
    String capture,
    int cycle,
    String previous,
    String content,
    long contentBytes,
    long batchBytes,
    long batches,
    long records,
    long lost,
    long firstTime,
    long lastTime,
    String started,
    String ended,
    String ending,
    int oldest,
    List<Integer> unsealed,
    String sealed,
    String host,
    Recording recording,
    String earlier,
    String key,
    String imported,
    Cut cut,
    Snapshot snapshot) {
  /** The recording went on with the next cycle. */
  public static final String CYCLE = "CYCLE";

  /** The recording ended. */
  public static final String STOPPED = "STOPPED";

  /** No record tells how the cycle ended: the recorder was killed. */
  public static final String KILLED = "KILLED";

  /**
   * Its recorder ended it and did not seal it: a later one did, as it found it. Nothing tells what
   * was done to it in between.
   */
  public static final String LEFT = "LEFT";

  /** A limit dropped the cycle before it could be sealed: the seal is all that is left of it. */
  public static final String DROPPED = "DROPPED";

  /** There is no cycle: it was made to tell what a limit drops before a recording goes on. */
  public static final String NONE = "NONE";

  public Seal {
    unsealed = List.copyOf(unsealed);
  }

  /** Whether its number is of no cycle, so that nothing is to be read there. */
  public boolean isOfNone() {
    return ending.equals(NONE);
  }

  /** The same without texts and lists that may be long: for those who keep very many. */
  Seal brief() {
    return new Seal(
        capture,
        cycle,
        previous,
        content,
        contentBytes,
        batchBytes,
        batches,
        records,
        lost,
        firstTime,
        lastTime,
        null,
        null,
        ending,
        oldest,
        List.of(),
        "",
        "",
        Recording.UNKNOWN,
        earlier,
        key,
        "",
        null,
        null);
  }

  /** The seal's text, UTF-8. */
  byte[] text() {
    return SealJson.write(this);
  }

  /**
   * Reads a seal's text.
   *
   * @throws BlockException if it is none
   */
  static Seal parse(byte[] text) throws BlockException {
    return SealJson.read(text);
  }
}
