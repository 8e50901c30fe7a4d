// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplife.cli.Quantity;

/** What a query may use of the machine. */
final class LimitOptions {
  private static final long MEGABYTE = 1L << 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "2G",
      converter = Quantity.Bytes.class,
      description = "memory that queries may take; default: ${DEFAULT-VALUE}")
  private long memory;

  @Option(
      names = "--threads",
      paramLabel = "NUMBER",
      description = "CPUs that queries may take; default: all")
  private Integer threads;

  @Option(
      names = "--temp",
      paramLabel = "DIR",
      description = "directory for what does not fit into memory; default: none, such queries fail")
  private Path temporary;

  @Option(
      names = "--temp-size",
      paramLabel = "SIZE",
      defaultValue = "10G",
      converter = Quantity.Bytes.class,
      description = "what may be put there; default: ${DEFAULT-VALUE}")
  private long temporaryMost;

  /**
   * The limits.
   *
   * @param written the one file that may be written, or the directory whose files may; or null
   */
  Limits limits(Path written) {
    if (memory < 64 * MEGABYTE) {
      refuse("--memory: less than 64M is too little");
    } else if (threads != null && (threads < 1 || threads > 1024)) {
      refuse("--threads: " + threads + " is not a number of CPUs");
    }
    return new Limits(memory, threads == null ? 0 : threads, temporary, temporaryMost, written);
  }

  private void refuse(String why) {
    throw new ParameterException(spec.commandLine(), why);
  }
}
