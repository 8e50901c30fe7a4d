// SPDX-License-Identifier: Apache-2.0
package tcplife.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A machine in QEMU that runs a script with the recorder at hand. */
public final class Guest {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));
  private static final Path SCRIPTS = ROOT.resolve("analyzer/src/test/kernels");
  private static final Path WORK = ROOT.resolve("analyzer/target/kernels");
  private static final String KERNEL = "6.12";

  /** Emulated kernels run at the machine's mercy. */
  private static final String TIMEOUT_SECONDS = "900";

  private Guest() {}

  /**
   * Boots one.
   *
   * @param script of the directory with the scripts
   * @param programs of the tests that it needs
   * @return the guest's /out, and its console's log
   */
  public static Path run(String script, Map<String, String> environment, String... programs)
      throws IOException, InterruptedException {
    Path tool = WORK.resolve("tool-" + script);
    Path out = WORK.resolve("out-" + script);
    run(List.of("rm", "-rf", tool.toString()), Map.of());
    Files.createDirectories(tool);
    List<String> copy = new ArrayList<>(List.of("cp", "-rL", "-t", tool.toString()));
    copy.add(ROOT.resolve("recorder/target/tcplife-recorder.jar").toString());
    copy.add(ROOT.resolve("recorder/target/lib").toString());
    copy.add(ROOT.resolve("bpf/target/native/libtcplife.so").toString());
    Path natives = ROOT.resolve("bpf/target/test-native");
    Arrays.stream(programs).map(each -> natives.resolve(each).toString()).forEach(copy::add);
    run(copy, Map.of());
    String boot = SCRIPTS.resolve("boot").toString();
    String guest = SCRIPTS.resolve(script).toString();
    run(
        List.of(boot, KERNEL, WORK.toString(), tool.toString(), guest, out.toString()),
        environment);
    return out;
  }

  private static void run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("BOOT_TIMEOUT", TIMEOUT_SECONDS);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
