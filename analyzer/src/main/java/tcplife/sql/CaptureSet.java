// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import tcplife.capture.Capture;
import tcplife.capture.Manifest;
import tcplife.session.CaptureFindings;
import tcplife.session.CaptureSpan;
import tcplife.session.Moment;
import tcplife.session.Window;

/**
 * The captures that are queried, each as it was at one moment: what is recorded since is not seen.
 * Used by several threads.
 */
final class CaptureSet {
  private final List<Capture> captures;
  private final Window window;
  private final Set<String> findings = new LinkedHashSet<>();
  private final Set<Path> whole = new HashSet<>();
  private final Set<Path> inPart = new LinkedHashSet<>();
  private final AtomicLong expected = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private RuntimeException failure;

  /**
   * @param captures those of which something was then
   * @param window wall time that is looked at
   */
  CaptureSet(List<Capture> captures, Window window) {
    this.captures = List.copyOf(captures);
    this.window = window;
  }

  List<Capture> captures() {
    return captures;
  }

  Window window() {
    return window;
  }

  /** Whether two of them are of one boot of a host, so that both may tell of a socket. */
  boolean shareBoot() {
    Set<String> boots = new HashSet<>();
    for (Capture capture : captures) {
      Manifest manifest = capture.manifest();
      boolean added =
          manifest.recordings().stream()
              .map(recording -> recording.bootId())
              .filter(boot -> !boot.isEmpty())
              .distinct()
              .allMatch(boot -> boots.add(manifest.host() + "/" + boot));
      if (!added) {
        return true;
      }
    }
    return false;
  }

  /** Where a moment is in them, ns since 1970-01-01T00:00Z; without an offset it is of UTC. */
  long wall(Moment moment) {
    List<CaptureSpan> spans = captures.stream().map(CaptureSpan::edges).toList();
    return moment.in(
        spans.stream().mapToLong(CaptureSpan::start).min().orElse(0),
        spans.stream().mapToLong(CaptureSpan::end).max().orElse(0),
        ZoneOffset.UTC);
  }

  /** A statement begins: what is read from now on is for it. */
  synchronized void restart() {
    expected.set(0);
    read.set(0);
    failure = null;
  }

  /** Scans begin that may read so many bytes. */
  void expect(long bytes) {
    expected.addAndGet(bytes);
  }

  /** Scans have read so many more bytes. */
  void read(long bytes) {
    read.addAndGet(bytes);
  }

  /** How much of what was expected to be read has been, 0 to 1. */
  double progress() {
    long all = expected.get();
    return all == 0 ? 0 : Math.min(1, read.get() / (double) all);
  }

  /** Takes note of what a scan of a whole capture showed. */
  synchronized void scanned(Capture capture, CaptureFindings scan) {
    findings.addAll(scan.lines());
    whole.add(capture.directory());
  }

  /** Takes note of what a scan showed that stopped before the end of a capture. */
  synchronized void stopped(Capture capture, CaptureFindings scan) {
    findings.addAll(scan.linesSoFar());
    inPart.add(capture.directory());
  }

  /** Takes note of why a capture cannot be read. */
  synchronized void failed(RuntimeException reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  /** Why a statement failed: that a capture cannot be read, if so; else what the database says. */
  synchronized RuntimeException reason(SQLException said) {
    RuntimeException reason = failure == null ? SqlFailures.of(said) : failure;
    failure = null;
    return reason;
  }

  /** The captures that no scan has read to their end, though one began. */
  synchronized List<Path> inPart() {
    return inPart.stream().filter(each -> !whole.contains(each)).toList();
  }

  /** What was damaged or missing in all that was read so far: a line for each. */
  synchronized List<String> findings() {
    return new ArrayList<>(findings);
  }
}
