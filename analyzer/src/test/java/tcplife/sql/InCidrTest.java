// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcplife.fixture.CaptureScript;
import tcplife.replay.Run;

/** Which addresses are in a range. */
@Timeout(60)
class InCidrTest {
  @TempDir private Path directory;

  private List<Path> capture() {
    return List.of(new CaptureScript().write(directory.resolve("cap")));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.0.0.0/8, true",
    "100.1.2.3, 10.0.0.0/8, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.33, 10.1.2.3/32, false",
    "10.1.2.33, 10.1.2.32/31, true",
    "1.2.3.4, 0.0.0.0/0, true",
    "172.31.0.1, 172.16.0.0/12, true",
    "172.32.0.1, 172.16.0.0/12, false",
    "1.2.3.4, ::/0, false",
    "2001:db8::1, 0.0.0.0/0, false",
    "2001:db8::1, ::/0, true",
    "::1, ::1, true",
    "::2, ::1, false",
    "febf::1, fe80::/10, true",
    "fec0::1, fe80::/10, false",
    "2001:db8::1, 2001:0DB8::/32, true",
    "2001:db8::1, 2001:db8::2/127, false",
    "::ffff:1.2.3.4, ::ffff:0:0/96, true",
    "0:1:2:3:4:5:6:7, 0:1::/32, true",
    "0:2:2:3:4:5:6:7, 0:1::/32, false",
    "::1, 0000::/16, true",
    "1::1, 0:0::/16, false",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8/128, true",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7::/127, true",
    "::ffff:1.2.3.4, ::FFFF:1.2.3.0/120, true",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:1.2.3.4/96, true"
  })
  void inCidr(String address, String range, boolean isIn) {
    String query = "SELECT in_cidr('%s', '%s')".formatted(address, range);
    Run run = SqlRun.query(capture(), query, "--format=csv");
    assertEquals("", run.err());
    assertTrue(run.out().endsWith("\n" + isIn + "\n"), run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense",
    "1.2.3.4/33",
    "1.2.3.4/",
    "1.2.3.256",
    "1.2.3/4",
    "01.2.3.4",
    "::/129",
    "1.2.3.4.5",
    "1:2:3",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7:8:",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8",
    "12345::",
    "::1.2.3",
    "1.2.3.4::",
    "1:2:3:4:5:6:7:1.2.3.4"
  })
  void whatIsNoRangeIsSaid(String range) {
    Run run = SqlRun.query(capture(), "SELECT in_cidr('1.2.3.4', '" + range + "')");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("'" + range + "' is not an address, or a range"), run.err());
  }
}
