// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tcplife.event.StateLayout;
import tcplife.event.StateNames;
import tcplife.replay.Addresses;

/**
 * A line of {@code perf script} about {@code sock:inet_sock_set_state}: what stands before the
 * event's name by perf's default fields, or with {@code pid} before {@code tid}; what stands behind
 * by the tracepoint's own format (include/trace/events/sock.h).
 *
 * @param pid of the thread group; {@link #UNKNOWN} where perf was not asked for it
 * @param time ns of perf's clock
 * @param protocol IPPROTO_TCP, or that of something else
 * @param local 4 or 16 bytes
 * @param comm bytes up to 16
 */
record PerfLine(
    byte[] comm,
    int pid,
    int tid,
    int cpu,
    long time,
    int family,
    String protocol,
    int localPort,
    int remotePort,
    byte[] local,
    byte[] remote,
    int oldState,
    int newState) {
  static final int UNKNOWN = -1;
  static final String EVENT = " sock:inet_sock_set_state: ";
  static final String TCP = "IPPROTO_TCP";

  private static final Pattern FORM =
      Pattern.compile(
          " *(?<comm>.*?) +(?:(?<pid>-?\\d{1,9})/)?(?<tid>-?\\d{1,9}) +\\[(?<cpu>\\d{1,9})\\]"
              + " +(?<s>\\d{1,9})\\.(?<f>\\d{9}|\\d{6}): +sock:inet_sock_set_state: "
              + " *family=(?<family>AF_INET6?) protocol=(?<protocol>\\S+)"
              + " sport=(?<sport>\\d{1,5}) dport=(?<dport>\\d{1,5})"
              + " saddr=(?<saddr>\\S+) daddr=(?<daddr>\\S+)"
              + " saddrv6=(?<saddrv6>\\S+) daddrv6=(?<daddrv6>\\S+)"
              + " oldstate=TCP_(?<old>\\w+) newstate=TCP_(?<new>\\w+)\\s*",
          Pattern.DOTALL);

  /**
   * Reads a line.
   *
   * @param line each byte as one character
   * @throws BadLineException if it is of another form
   */
  static PerfLine parse(String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches()) {
      throw new BadLineException("not as perf script prints sock:inet_sock_set_state");
    }
    byte[] comm = form.group("comm").getBytes(StandardCharsets.ISO_8859_1);
    boolean ipv4 = form.group("family").equals("AF_INET");
    String fraction = form.group("f");
    return new PerfLine(
        Arrays.copyOf(comm, Math.min(comm.length, StateLayout.COMM_SIZE)),
        form.group("pid") == null ? UNKNOWN : Integer.parseInt(form.group("pid")),
        Integer.parseInt(form.group("tid")),
        Integer.parseInt(form.group("cpu")),
        Long.parseLong(form.group("s")) * 1_000_000_000
            + Long.parseLong(fraction) * (fraction.length() == 9 ? 1 : 1000),
        ipv4 ? StateLayout.IPV4 : StateLayout.IPV6,
        form.group("protocol"),
        port(form.group("sport")),
        port(form.group("dport")),
        address(form.group(ipv4 ? "saddr" : "saddrv6"), ipv4),
        address(form.group(ipv4 ? "daddr" : "daddrv6"), ipv4),
        state(form.group("old")),
        state(form.group("new")));
  }

  private static int port(String digits) {
    int port = Integer.parseInt(digits);
    if (port > 0xffff) {
      throw new BadLineException(digits + " is not a port");
    }
    return port;
  }

  private static byte[] address(String text, boolean ipv4) {
    byte[] address = Addresses.parse(text);
    if (address == null || ipv4 != (address.length == 4)) {
      throw new BadLineException(
          ByteText.of(text) + " is not an IPv" + (ipv4 ? 4 : 6) + " address");
    }
    return address;
  }

  private static int state(String name) {
    int state = StateNames.ALL.indexOf(name);
    if (state < 0) {
      throw new BadLineException("TCP_" + ByteText.of(name) + " is not a state");
    }
    return state;
  }
}
