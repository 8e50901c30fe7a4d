// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.RecordHeader;
import tcplife.live.Program;

/** A reader in another language, made by docs/format.md, reads sealed cycles as this one does. */
@Timeout(120)
class IndependentReaderTest {
  private static final Path ROOT = Path.of(System.getProperty("tcplife.root"));
  private static final String READER =
      ROOT.resolve("recorder/src/test/python/read_sealed.py").toString();

  @TempDir Path temp;

  @BeforeAll
  static void needTools() {
    Program.run(
        "sh",
        "-c",
        ROOT.resolve("bpf/src/main/sh/install-missing") + " 'for the tests' python3 zstd || true");
    boolean there;
    try (Program tools = Program.start("sh", "-c", "command -v python3 && command -v zstd")) {
      there = tools.exitCode() == 0;
    }
    String reason = "python3 or zstd is not installed";
    if ("true".equals(System.getenv("CI"))) {
      assertTrue(there, reason);
    } else {
      assumeTrue(there, reason);
    }
  }

  @Test
  void itFindsTheSameRecordsAndTheSameSeal() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Path path = temp.resolve("cap");
    SyntheticCapture capture = SyntheticCapture.in(path);
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      capture.state(
          StateFields.ofSocket(random.nextInt(50)).cpu(random.nextInt(3)).at(i * 977L, 7, 2));
      if (random.nextInt(100) == 0) {
        capture.raw(unknown(random)).batch();
      }
    }
    capture.end();
    Sealing.seal(path);

    String read = Program.run("python3", READER, CycleFiles.sealed(path, 1).toString());

    List<String> ours = new ArrayList<>();
    for (List<Byte> record : Sealing.records(path, new ArrayList<>())) {
      StringBuilder hex = new StringBuilder();
      record.forEach(each -> hex.append("%02x".formatted(each)));
      ours.add(hex.toString());
    }
    ours.add(SealedFile.of(path, 1).text());
    assertEquals(ours, read.lines().toList());
  }

  private static byte[] unknown(Random random) {
    byte[] record = new byte[RecordHeader.SIZE + 8 * random.nextInt(20)];
    random.nextBytes(record);
    record[RecordHeader.LENGTH] = (byte) record.length;
    record[RecordHeader.LENGTH + 1] = 0;
    record[RecordHeader.KIND] = (byte) (100 + random.nextInt(100));
    return record;
  }
}
