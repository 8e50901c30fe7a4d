// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the live tests need of the machine. Without it they are skipped; under CI, where all tests
 * are to run, they fail.
 */
public final class Host {
  public static final Path PROJECT = Path.of(System.getProperty("tcplife.root"));
  public static final String TCPLIFE = PROJECT.resolve("tcplife").toString();
  static final Path TRAFFIC = PROJECT.resolve("bpf/target/test-native/traffic");
  static final Path PEER = Path.of("/usr/sbin/tcplife");

  private Host() {}

  /** Needs a kernel and a user that can record, and a program that makes traffic. */
  public static void needRecording() {
    need(Files.isExecutable(TRAFFIC), TRAFFIC + " is not built: no C toolchain");
    need(Check.REFUSAL.isEmpty(), "this host cannot record:\n" + Check.REFUSAL);
  }

  /** Made once for all tests: it watches for a second. */
  private static final class Check {
    static final String REFUSAL = refusal();

    private static String refusal() {
      try (Program check = Program.start(TCPLIFE, "check")) {
        return check.exitCode() == 0 ? "" : check.output() + check.errors();
      }
    }
  }

  /** Needs the tcplife of Debian's libbpf-tools. */
  static void needPeer() {
    need(Files.isExecutable(PEER), PEER + " is missing: package libbpf-tools");
    needTool("unshare");
    needTool("stdbuf");
  }

  public static void needTool(String name) {
    boolean found =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    need(found, name + " is not on the path");
  }

  /** Needs root, to be somebody else and to mount. */
  public static void needRoot() {
    need(Program.run("id", "-u").strip().equals("0"), "not root");
  }

  private static void need(boolean met, String reason) {
    if (met) {
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      fail(reason);
    }
    // Said here, since reports pass over a class whose set-up was aborted.
    System.out.println("Live tests skipped: " + reason);
    abort(reason);
  }
}
