// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tcplife.capture.Capture;
import tcplife.session.CaptureFindings;
import tcplife.session.Session;
import tcplife.session.SessionReader;

/** Reads the sessions of a capture, which must be whole. */
final class RecordedSessions {
  private RecordedSessions() {}

  /** Those that closed, in the order in which they did, and then those that are open. */
  static List<Session> of(Path capture) {
    List<Session> sessions = new ArrayList<>();
    CaptureFindings findings = new CaptureFindings(capture);
    try (SessionReader reader = reader(capture, findings)) {
      for (Session each = reader.next(); each != null; each = reader.next()) {
        sessions.add(each);
      }
    }
    assertEquals(List.of(), findings.lines());
    return sessions;
  }

  private static SessionReader reader(Path capture, CaptureFindings findings) {
    return new SessionReader(Capture.open(capture), 0, findings).withOpen();
  }
}
