// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.fixture.CaptureScript;
import tcplife.fixture.CurrentTask;
import tcplife.fixture.Lifecycle;
import tcplife.session.CaptureFindings;
import tcplife.session.Session;
import tcplife.session.SessionReader;

/** Against the vectors of the specification's authors. */
@Timeout(60)
class CommunityIdTest {
  private static final String VECTOR = "1:LQU9qZlK+B5F3KDmev6m5PMibrg=";

  @TempDir private Path directory;

  @Test
  void bothEndsHaveTheIdOfTheVector() {
    assertEquals(VECTOR, id("128.232.110.120", 34855, "66.35.250.204", 80));
  }

  @Test
  void theOtherEndHasTheSame() {
    assertEquals(VECTOR, id("66.35.250.204", 80, "128.232.110.120", 34855));
  }

  @Test
  void ofOneAddressTheSmallerPortComesFirst() {
    assertEquals(id("10.0.0.1", 2, "10.0.0.1", 1), id("10.0.0.1", 1, "10.0.0.1", 2));
  }

  private String id(String local, int localPort, String remote, int remotePort) {
    CaptureScript script = new CaptureScript();
    Lifecycle.client(
        script.socket(local, localPort, remote, remotePort),
        100_000,
        200_000,
        new CurrentTask(7, "a"));
    Path path = directory.resolve(local + localPort);
    Capture capture = Capture.open(script.write(path));
    try (SessionReader reader = new SessionReader(capture, 0, new CaptureFindings(path))) {
      Session session = reader.next();
      return CommunityId.of(session);
    }
  }
}
