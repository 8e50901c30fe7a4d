// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tcplife.replay.Run;

/** A text that is not as it should be: one line that names it, exit code 1, and no capture. */
@Timeout(60)
class ImportFailuresTest {
  private static final String GOOD =
      "{\"kind\":\"INVENTORY\",\"cpu\":null,\"sequence\":0,\"flags\":0,\"time\":1,"
          + "\"phase\":\"BEGIN\",\"found\":0}";

  @TempDir private Path directory;

  @Test
  void theGoodLineIsGood() {
    assertEquals(new Run(0, "", ""), imported(GOOD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"cpu\":null    | \"cpu\":-1            | \"cpu\": -1 is not a number of 4 bytes, 0 or more",
        "\"cpu\":null    | \"cpu\":4294967296    | \"cpu\": 4294967296 is not a number of 4 bytes, 0 or more",
        "\"cpu\":null    | \"cpu\":1.5           | \"cpu\": neither text nor integer nor null",
        "\"cpu\":null    | \"cpu\":{}            | \"cpu\": neither text nor integer nor null",
        "\"cpu\":null    | \"cpu\":[1]           | \"cpu\": [1] is not a number of 4 bytes, 0 or more",
        "\"cpu\":null,   | ``                    | no field \"cpu\"",
        "\"found\":0     | \"found\":null        | \"found\": null is not a number of 4 bytes, 0 or more",
        "\"found\":0     | \"found\":0,\"a\":1   | unknown field \"a\"",
        "\"found\":0     | \"found\":0,\"\\u001b\":1 | unknown field \"\\x1b\"",
        "\"flags\":0     | \"flags\":256         | \"flags\": 256 is not a number of 1 bytes, 0 or more",
        "\"BEGIN\"       | \"MIDDLE\"            | \"phase\": MIDDLE is not a number or one of [BEGIN, END]",
        "\"INVENTORY\"   | \"INVENTORIES\"       | \"kind\": INVENTORIES is no kind of record",
        "\"INVENTORY\"   | 256                   | \"kind\": 256 is not a number of 1 bytes, 0 or more",
        "\"INVENTORY\"   | 200                   | no field \"payload_hex\"",
        "\"found\":0     | \"payload_hex\":\"00\"| \"payload_hex\": shorter than the fields of a record of kind INVENTORY",
        "\"found\":0     | \"found\":0,\"more_hex\":\"00\" | a record of 33 bytes, not a multiple of 8",
        "\"found\":0     | \"found\":0,\"more_hex\":\"0g\" | \"more_hex\": 0g is not hexadecimal",
        "\"found\":0}    | \"found\":0}{}        | more than one JSON object",
      })
  void aBadFieldIsNamedWithFileAndLine(String old, String replacement, String message)
      throws IOException {
    assertFails(GOOD.replace(old, replacement), message);
  }

  @ParameterizedTest
  @MethodSource("otherLines")
  void aBadLineIsNamedWithFileAndLine(String line, String message) throws IOException {
    assertFails(line, message);
  }

  static Stream<Arguments> otherLines() {
    String state =
        Program.json(Path.of(System.getProperty("tcplife.root"), "samples/web"))
            .lines()
            .filter(each -> each.contains("\"STATE\"") && each.contains("\"curl\""))
            .findFirst()
            .orElseThrow();
    String recording =
        "{'kind':'RECORDING','host':'%s','started':'','boot_id':'','kernel':'','time_zone':'',"
            .concat("'tool':'','hooks':[]}")
            .replace('\'', '"');
    return Stream.of(
        arguments("[]", "not a JSON object"),
        arguments("7", "not a JSON object"),
        arguments("{\"kind\"", "not JSON: Unexpected end-of-input within/between Object entries"),
        arguments(state.replace("10.20.0.7", "10.20.0.256"), notAnAddress("10.20.0.256")),
        arguments(state.replace("10.20.0.7", "localhost"), notAnAddress("localhost")),
        arguments(state.replace("10.20.0.7", "1::2::3"), notAnAddress("1::2::3")),
        arguments(state.replace("curl", "0123456789abcdefg"), "\"comm\": longer than 16 bytes"),
        arguments(state.replace("curl", "a\\\\n"), "a backslash without \\ or xHH behind it"),
        arguments(state.replace("\"flags\":0", "\"flags\":1"), "no field \"bytes_acked\""),
        arguments(recording.formatted("b"), "a recording of host 'b' in a capture of host ''"),
        arguments("\"" + "x".repeat(1 << 20), "a line of more than 1048576 bytes"));
  }

  private static String notAnAddress(String text) {
    return "\"local_address\": " + text + " is not an address";
  }

  @Test
  void aFileThatIsMissingIsNamed() throws IOException {
    Path missing = directory.resolve("nowhere");
    assertEquals(
        new Run(
            1, "", "tcplife import: " + missing + ": cannot be read: no such file or directory\n"),
        Program.run("import", "-o", directory.resolve("cap").toString(), missing.toString()));
    assertNothingMade();
  }

  @Test
  void aTextWithoutEventsIsRefused() throws IOException {
    assertEquals(
        new Run(1, "", "tcplife import: standard input: no events in it\n"), imported("\n \n"));
    assertNothingMade();
  }

  private Run imported(String text) {
    return Program.runWithInput(text, "import", "-o", directory.resolve("cap").toString());
  }

  private void assertFails(String line, String message) throws IOException {
    String prefix = "tcplife import: standard input: line 3: ";
    assertEquals(new Run(1, "", prefix + message + "\n"), imported(GOOD + "\n\n" + line + "\n"));
    assertNothingMade();
  }

  private void assertNothingMade() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.toList());
    }
  }
}
