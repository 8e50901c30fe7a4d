// SPDX-License-Identifier: Apache-2.0
package tcplife.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The bridge under AddressSanitizer and UndefinedBehaviorSanitizer, which first find a bug that was
 * planted. {@code -Dtcplife.rounds=100} calls all more often.
 */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SanitizedBridgeIT {
  private static final Path BPF = Path.of(System.getProperty("tcplife.root"), "bpf");
  private static final String ROUNDS = System.getProperty("tcplife.rounds", "3");

  /** The JVM uses the signals itself, and frees little at its end. */
  private static final String OPTIONS =
      "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:detect_leaks=0:exitcode=99";

  private record Run(int code, String said) {}

  private static Run run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), said);
  }

  private static Run run(String... command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command));
  }

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    need(Files.exists(BPF.resolve("target/native/libtcplife.so")), "there is no C toolchain");
    need("0".equals(run("id", "-u").said().strip()), "it takes root to call everything");
    String source = BPF.resolve("src/main/c").toString();
    ProcessBuilder make = new ProcessBuilder("make", "-s", "-C", source, "sanitized");
    make.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Run made = run(make);
    assertEquals(0, made.code(), made.said());
  }

  private static void need(boolean met, String reason) {
    if (!met && "true".equals(System.getenv("CI"))) {
      fail(reason);
    } else if (!met) {
      abort(reason);
    }
  }

  private static Run everyCall(String library, String rounds)
      throws IOException, InterruptedException {
    String sanitizer = run("gcc", "-print-file-name=libasan.so").said().strip();
    ProcessBuilder java =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.library.path=" + BPF.resolve("target").resolve(library),
                "-cp",
                System.getProperty("java.class.path"),
                EveryCall.class.getName(),
                rounds));
    java.environment().put("LD_PRELOAD", Path.of(sanitizer).toRealPath().toString());
    java.environment().put("ASAN_OPTIONS", OPTIONS);
    java.environment().put("UBSAN_OPTIONS", "print_stacktrace=1");
    return run(java);
  }

  @Test
  @Order(1)
  void findsABugThatWasPlanted() throws IOException, InterruptedException {
    Run run = everyCall("native-planted", "1");
    assertEquals(99, run.code(), run.said());
    assertTrue(run.said().contains("AddressSanitizer: heap-buffer-overflow"), run.said());
    assertTrue(run.said().contains("Java_tcplife_bpf_Bridge_drain"), run.said());
  }

  @Test
  @Order(2)
  void findsNoneInTheBridge() throws IOException, InterruptedException {
    Run run = everyCall("native-sanitized", ROUNDS);
    System.out.println(run.said());
    assertFalse(run.said().contains("Sanitizer"), run.said());
    assertFalse(run.said().contains("runtime error"), run.said());
    assertEquals(0, run.code(), run.said());
    String records =
        run.said().lines().filter(line -> line.startsWith("records: ")).findFirst().get();
    assertTrue(Long.parseLong(records.split(" ")[1]) > 100, run.said());
  }
}
