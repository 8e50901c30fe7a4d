// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked of a capture that lacks events, the answer says so, and when, and why. */
@Timeout(60)
class LossIsToldTest {
  /** As a recording of {@link SomeCapture} tells it; of both together it is more. */
  private static final Pattern LOSS =
      Pattern.compile(
          "[36] events were lost between 2026-06-01T14:00:05\\.000\\+02:00"
              + " and 2026-06-01T14:00:06\\.000\\+02:00(, in 2 records)?: the ring was full");

  private static final Pattern FLAG = Pattern.compile("\"cookie\":(\\d+),.*\"loss\":\"(\\w+)\"");

  @TempDir private Path directory;

  /** All but verify, which tells what became of a capture since it was recorded. */
  static List<ReadingCommand> commands() {
    Stream<ReadingCommand> reading =
        ReadingCommand.ALL.stream()
            .filter(each -> !each.words().get(0).equals("verify"))
            // That lists the hunts, and this asks one.
            .filter(each -> !each.words().get(0).equals("hunt"));
    return Stream.concat(
            reading,
            Stream.of(new ReadingCommand(List.of("hunt", "CAP", "top_talkers_by_process"))))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyAnswerSaysSo(ReadingCommand command) {
    Reading lossy = read(command, SomeCapture.partlySealed(directory.resolve("lossy")));
    String told = lossy.err() + lossy.text();
    assertTrue(LOSS.matcher(told).find(), told);
    assertEquals(3, lossy.code());
  }

  /** That it is not just always said. */
  @ParameterizedTest
  @MethodSource("commands")
  void noAnswerOfAWholeCaptureSaysSo(ReadingCommand command) {
    Reading whole = read(command, SomeCapture.whole(directory.resolve("whole")));
    String told = whole.err() + whole.text();
    assertFalse(told.contains("were lost"), told);
    assertEquals(0, whole.code(), told);
  }

  private Reading read(ReadingCommand command, Path capture) {
    Path out = directory.resolve("out of " + capture.getFileName());
    return Reading.of(command.arguments(capture, out));
  }

  @Test
  void eachSessionSaysWhetherItMayLackSomething() {
    Path capture = SomeCapture.partlySealed(directory.resolve("lossy"));
    List<String> json = flags(Reading.of(words("replay", capture, "--json", "--open")));
    assertEquals(10, json.size(), json::toString);
    // In each recording, one that stayed open and one that closed at the end of that time.
    assertEquals(
        4, json.stream().filter(each -> each.endsWith(" possible")).count(), json::toString);
    assertEquals(6, json.stream().filter(each -> each.endsWith(" none")).count(), json::toString);
    String query = "SELECT cookie, loss FROM sessions";
    assertEquals(json, flags(Reading.of(words("sql", capture, query, "--format=jsonl"))));
  }

  private static String[] words(String command, Path capture, String... more) {
    List<String> words = new ArrayList<>(List.of(command, capture.toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static List<String> flags(Reading reading) {
    return FLAG.matcher(reading.text())
        .results()
        .map((MatchResult each) -> each.group(1) + " " + each.group(2))
        .sorted()
        .toList();
  }

  @Test
  void eachLossIsARow() {
    Path capture = SomeCapture.partlySealed(directory.resolve("lossy"));
    String query = "SELECT since, until, count, cause FROM losses";
    String row = "2026-06-01 12:00:05,2026-06-01 12:00:06,3,ring_full\n";
    assertEquals(
        "since,until,count,cause\n" + row + row,
        Reading.of(words("sql", capture, query, "--format=csv")).text());
  }
}
