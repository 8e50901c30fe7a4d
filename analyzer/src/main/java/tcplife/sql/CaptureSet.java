// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tcplife.capture.Capture;
import tcplife.session.CaptureFindings;
import tcplife.session.Window;

/**
 * The captures that are queried, each as it was at one moment: what is recorded since is not seen.
 * Used by several threads.
 */
final class CaptureSet {
  private final List<Capture> captures;
  private final Window window;
  private final Set<String> findings = new LinkedHashSet<>();
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

  /** Takes note of what a scan of a whole capture showed. */
  synchronized void scanned(CaptureFindings scan) {
    findings.addAll(scan.lines());
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

  /** What was damaged or missing in all that was read so far: a line for each. */
  synchronized List<String> findings() {
    return new ArrayList<>(findings);
  }
}
