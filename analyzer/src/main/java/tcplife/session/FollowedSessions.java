// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.function.BooleanSupplier;
import tcplife.capture.Capture;

/** The sessions of a capture that is being recorded, as they close, until its recording ends. */
public final class FollowedSessions implements SessionSource, AutoCloseable {
  private final SessionReader reader;
  private final CaptureFindings findings;
  private final BooleanSupplier pause;
  private boolean atEnd;

  /**
   * @param pause called when there is no session yet: waits a moment, and says whether to go on
   */
  public FollowedSessions(
      Capture capture, int tcplifePid, CaptureFindings findings, BooleanSupplier pause) {
    reader = SessionReader.following(capture, tcplifePid, findings);
    this.findings = findings;
    this.pause = pause;
  }

  /** Gives at the end also the sessions that are open then. */
  public FollowedSessions withOpen() {
    reader.withOpen();
    return this;
  }

  @Override
  public Session next() {
    Session session = reader.next();
    while (session == null && !atEnd) {
      long before = System.nanoTime();
      if (reader.isEnded() || !pause.getAsBoolean()) {
        reader.stopFollowing();
        atEnd = true;
      } else {
        reader.passed(System.nanoTime() - before);
      }
      session = reader.next();
    }
    if (session == null) {
      // That its recorder goes on is nothing to be told.
      findings.ended(true);
    }
    return session;
  }

  @Override
  public void close() {
    reader.close();
  }
}
