// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.BitSet;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplife.session.Task;

/** The filters that tcplife has too. */
final class SocketFilterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-p", "--pid"},
      paramLabel = "PID",
      description = "this PID only")
  private Integer pid;

  @Option(
      names = {"-L", "--localport"},
      paramLabel = "LOCALPORT",
      converter = PortList.class,
      description = "comma-separated list of local ports")
  private BitSet localPorts;

  @Option(
      names = {"-D", "--remoteport"},
      paramLabel = "REMOTEPORT",
      converter = PortList.class,
      description = "comma-separated list of remote ports")
  private BitSet remotePorts;

  @Option(
      names = {"-4", "--ipv4"},
      description = "IPv4 only")
  private boolean ipv4;

  @Option(
      names = {"-6", "--ipv6"},
      description = "IPv6 only")
  private boolean ipv6;

  /** Throws what a user must be told of options that do not go together. */
  void check() {
    if (ipv4 && ipv6) {
      throw new ParameterException(spec.commandLine(), "-4 and -6 exclude each other");
    }
    if (pid != null && pid < 1) {
      throw new ParameterException(spec.commandLine(), "-p: " + pid + " is not a PID");
    }
  }

  /** The PID that is asked for, or 0. */
  int pid() {
    return pid == null ? 0 : pid;
  }

  void addTo(List<Filter> filters) {
    if (localPorts != null) {
      filters.add(row -> localPorts.get(row.session().socket().localPort()));
    }
    if (remotePorts != null) {
      filters.add(row -> remotePorts.get(row.session().socket().remotePort()));
    }
    if (ipv4 || ipv6) {
      filters.add(row -> row.isIpv4() == ipv4);
    }
    if (pid != null) {
      filters.add(row -> isOf(row.task(), pid));
    }
  }

  private static boolean isOf(Task task, int pid) {
    return task != null && task.pid() == pid;
  }
}
