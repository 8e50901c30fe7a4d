// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.live.Host;
import tcplife.live.Program;

/** The manual's own commands for a timestamp of the root, with a service made for the test. */
@Timeout(120)
class TimestampIT {
  /** A service that answers as RFC 3161 has it, and an authority that vouches for it. */
  private static final String SERVICE =
      """
      openssl req -x509 -newkey ed25519 -nodes -keyout ca.key -out ca.pem -subj /CN=authority
      openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=service
      echo extendedKeyUsage=critical,timeStamping > extensions
      openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile extensions -out tsa.pem
      printf '%s\\n' [tsa] serial=serial default_policy=1.2.3.4 digests=sha256 signer_digest=sha256 > tsa.conf
      """;

  private static final String ANSWER =
      "openssl ts -reply -config tsa.conf -section tsa -queryfile root.tsq"
          + " -signer tsa.pem -inkey tsa.key -out root.tsr";

  @TempDir private Path directory;

  @BeforeEach
  void ask() throws IOException {
    Host.needTool("openssl");
    SealedCapture.sealed(directory.resolve("cap"), null);
    assertEquals(0, run(SERVICE));
    assertEquals(0, run(documented(line -> !line.contains("-verify"))));
    assertEquals(0, run(ANSWER));
  }

  /** The manual's commands, in their order, without what stands behind them. */
  private static String documented(Predicate<String> chosen) throws IOException {
    List<String> lines = Files.readAllLines(Host.PROJECT.resolve("docs/manual.md"));
    int from = 0;
    while (!lines.get(from).startsWith("- a timestamp of the root (RFC 3161)")) {
      from++;
    }
    List<String> commands =
        lines.subList(from + 1, lines.size()).stream()
            .takeWhile(line -> line.isEmpty() || line.startsWith("      "))
            .filter(line -> !line.isEmpty())
            .map(line -> line.replaceFirst(" # .*", "").strip())
            .toList();
    assertEquals(4, commands.size(), commands::toString);
    return String.join("\n", commands.stream().filter(chosen).toList());
  }

  /** A shell's exit code: that of the first command that fails. */
  private int run(String script) {
    String all = "cd " + directory + "; tcplife() { " + Host.TCPLIFE + " \"$@\"; }; " + script;
    try (Program shell = Program.start("sh", "-e", "-c", all)) {
      int code = shell.exitCode();
      System.out.print(code == 0 ? "" : shell.errors());
      return code;
    }
  }

  private int verify() throws IOException {
    return run(documented(line -> line.contains("-verify")));
  }

  @Test
  void theRootIsVouchedForAndStillThatOfTheCapture() throws IOException {
    assertTrue(Files.readString(directory.resolve("root.txt")).matches("[0-9a-f]{64}\n"));
    assertEquals(0, verify());
    assertEquals(0, run("tcplife verify cap/ --expect $(cat root.txt)"));
  }

  @Test
  void anotherRootIsRefused() throws IOException {
    assertEquals(0, run("tr 0-9a-f 1-9a-f0 < root.txt > other; mv other root.txt"));
    assertNotEquals(0, verify());
  }

  @Test
  void anotherServiceIsRefused() throws IOException {
    assertEquals(0, run(SERVICE));
    assertNotEquals(0, verify());
  }
}
