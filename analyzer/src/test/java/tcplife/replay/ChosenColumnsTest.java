// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.field.Field;
import tcplife.field.Fields;

/** {@code --columns} and {@code -x}, as tables. */
@Timeout(60)
class ChosenColumnsTest {
  @TempDir private Path directory;

  @Test
  void columnsAreInTheOrderInWhichTheyWereAskedFor() {
    assertEquals(
        List.of(
            "outcome,local_port,comm",
            "SF,40001,curl",
            "SF,80,nginx",
            "REJ,40003,curl",
            "RSTR,40004,curl",
            "OTH,22,sshd"),
        lines("-s --columns outcome,local_port,comm"));
  }

  @Test
  void inTextTheyAreAlignedByTheirTypesAndTheLastIsNotFilled() {
    assertEquals(
        List.of(
            "comm             local_port remote_address      duration open  user",
            "curl                  40001 10.0.0.2          1000.030ms false alice",
            "nginx                    80 192.168.7.9       2000.020ms false www-data",
            "curl                  40003 10.0.0.2             0.050ms false alice",
            "curl                  40004 2001:db8::2       1000.000ms false -",
            "sshd                     22 10.0.0.9                   - false -"),
        lines("--columns comm,local_port,remote_address,duration,open,user"));
  }

  @Test
  void wideColumnsFitMoreOfAnAddress() {
    assertEquals(
        "%-26s %10s".formatted("10.0.0.2", 40001),
        lines("-w --columns remote_address,local_port,ip").get(1).substring(0, 37));
    assertEquals(
        "%-39s %10s".formatted("10.0.0.2", 40001),
        lines("-ww --columns remote_address,local_port,ip").get(1).substring(0, 50));
  }

  @Test
  void timesAreOfTheRecordingHostsZoneOrOfAnother() {
    assertEquals("2026-06-01T14:00:10.000000001+02:00", lines("-s --columns closed").get(5));
    assertEquals("2026-06-01T12:00:10.000000001+00:00", lines("--utc --columns closed").get(5));
    assertEquals(
        "2026-06-01T08:30:10.000000001-03:30", lines("--columns closed --tz -03:30").get(5));
  }

  @Test
  void inCsvDurationsAreNanosecondsAndWhatIsNotKnownIsEmpty() {
    List<String> lines = lines("-s --columns opened,duration,user");
    assertEquals("2026-06-01T14:00:07.000000000+02:00,50000,alice", lines.get(3));
    assertEquals(",,", lines.get(5));
  }

  @Test
  void theExtendedColumnsTellOfAnIncidentInARow() {
    List<String> lines = lines("-x -s");
    assertEquals(
        Fields.EXTENDED.stream().map(Field::name).collect(Collectors.joining(",")), lines.get(0));
    assertEquals(
        "2026-06-01T14:00:03.999980000+02:00,2026-06-01T14:00:06.000000000+02:00,2000020000,"
            + "10,nginx,close,10.0.0.1,80,192.168.7.9,50000,SF,fin,remote,5000000,300,0,,www-data,"
            + Incident.CONTAINER
            + ",/system.slice/docker-"
            + Incident.CONTAINER
            + ".scope",
        lines.get(2));
  }

  @Test
  void theLineOfNamesCanBeLeftOut() {
    assertEquals(List.of("SF", "SF", "REJ", "RSTR", "OTH"), lines("--no-header --columns outcome"));
    assertEquals(4, lines("--no-header").size());
  }

  @Test
  void bytesCanBeShownInsteadOfKilobytes() {
    assertEquals(
        List.of(
            "PID   COMM       LADDR           LPORT RADDR           RPORT   TX_BYTES   RX_BYTES MS",
            "20    curl       10.0.0.1        40001 10.0.0.2        443          102       2000"
                + " 1000.00"),
        lines("--bytes").subList(0, 2));
    assertEquals(
        "20,curl,4,10.0.0.1,40001,10.0.0.2,443,102,2000,1000.00", lines("--bytes -s").get(1));
  }

  @Test
  void allFieldsAreListedWithoutACapture() {
    Run run = Run.of("replay", "--fields");
    assertEquals(0, run.code());
    assertEquals(
        Fields.ALL.stream().map(Field::name).toList(),
        run.out().lines().map(line -> line.split(" ")[0]).toList());
  }

  private List<String> lines(String options) {
    Run run = Run.replay(Incident.script(), directory, options);
    assertEquals(0, run.code(), run.err());
    return run.out().lines().toList();
  }
}
