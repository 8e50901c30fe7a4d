// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcplife.capture.Manifest.Snapshot;
import tcplife.capture.SealedFile;

/**
 * The root of a capture at some time: what its last seal had for a hash then.
 *
 * @param cycle whose seal it is of; 0 if it is not known
 * @param hash SHA-256 of that seal's text, 64 hexadecimal digits in lower case
 */
record Root(int cycle, String hash) {
  private static final Pattern TEXT = Pattern.compile("(?:([1-9][0-9]{0,8}):)?([0-9a-f]{64})");

  static Root of(SealedFile sealed) {
    return new Root(sealed.seal().cycle(), sealed.hash());
  }

  /** By what a user wrote down, with or without the cycle; null if that is none. */
  static Root parse(String text) {
    Matcher parts = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return null;
    }
    return new Root(parts.group(1) == null ? 0 : Integer.parseInt(parts.group(1)), parts.group(2));
  }

  /**
   * Whether a capture has it.
   *
   * @param sealed its seals, oldest first
   * @param snapshot what it is a snapshot of, as its last seal says; null if it is none
   * @param dropped the cycles below this one were dropped by a limit, as a seal says; 0 for none
   * @param unreadable numbers of the cycles whose seals cannot be read
   */
  Finding in(
      Collection<SealedFile> sealed, Snapshot snapshot, int dropped, Set<Integer> unreadable) {
    SealedFile found = null;
    boolean last = false;
    for (SealedFile each : sealed) {
      last = each.hash().equals(hash);
      found = last ? each : found;
    }
    if (found != null && cycle > 0 && found.seal().cycle() != cycle) {
      return Finding.unknown(
          "the root that was expected of cycle %d is that of cycle %d"
              .formatted(cycle, found.seal().cycle()));
    }
    if (found != null) {
      String later = last ? "" : "; what follows was sealed later";
      return Finding.note(
          "the seal of cycle %d is the root that was expected%s"
              .formatted(found.seal().cycle(), later));
    }
    if (snapshot != null && (cycle < snapshot.first() || cycle == snapshot.last())) {
      return unknown(
          "is left", "of a cycle before the snapshot, or of its last, sealed anew in it");
    }
    if (cycle < dropped) {
      return unknown("is left", "of a cycle that a limit dropped");
    }
    if (cycle == 0 ? !unreadable.isEmpty() : unreadable.contains(cycle)) {
      return unknown("can be read", "of one that cannot");
    }
    return Finding.altered("no seal has the root that was expected");
  }

  private static Finding unknown(String seals, String whose) {
    return Finding.unknown(
        ("no seal that %s has the root that was expected: it is %s, or of another capture, or"
                + " cycles were altered and all sealed anew; nobody can say which")
            .formatted(seals, whose));
  }

  /** As a user may write it down. */
  @Override
  public String toString() {
    return cycle + ":" + hash;
  }
}
