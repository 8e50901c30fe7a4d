// SPDX-License-Identifier: Apache-2.0
package tcplife.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What someone writes into a manifest, a seal, or a line to be imported. */
final class JsonMutations {
  private static final Pattern VALUE =
      Pattern.compile("(?<=[:\\[,]) ?(\"(?:[^\"\\\\]|\\\\.)*+\"|-?[0-9]+|\\[|\\{|true|null)");

  private static final List<String> VALUES =
      List.of(
          "-1",
          "0",
          "1",
          "2",
          "999999",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "1e400",
          "1.5",
          "1" + "0".repeat(900),
          "null",
          "true",
          "\"\"",
          "[]",
          "{}",
          "[1,[2,{\"a\":3}]]",
          "\"\\u001b[2J\\r\\n\\u202e\\ud800\"",
          "\"'; DROP VIEW sessions; --\"",
          "\"../../../etc\"",
          "\"Europe/Nowhere\"",
          "\"+18:00\"",
          "\"" + "x".repeat(100_000) + "\"");

  private JsonMutations() {}

  static String change(String text, Random random) {
    String changed = text;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      changed = once(changed, random);
    }
    return changed;
  }

  private static String once(String text, Random random) {
    List<int[]> values = new ArrayList<>();
    Matcher matcher = VALUE.matcher(text);
    while (matcher.find() && values.size() < 1000) {
      values.add(new int[] {matcher.start(1), matcher.end(1)});
    }
    int at = random.nextInt(text.length() + 1);
    if (!values.isEmpty() && random.nextInt(4) > 0) {
      int[] value = Hostile.any(random, values);
      return text.substring(0, value[0]) + Hostile.any(random, VALUES) + text.substring(value[1]);
    }
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + "[{\"a\":".repeat(5000) + text.substring(at);
      case 1 -> text.substring(0, at) + Hostile.any(random, VALUES) + text.substring(at);
      case 2 -> text.substring(0, at);
      default -> text + text;
    };
  }

  /** Changes the manifest. */
  static void changeManifest(CaptureBytes capture, Random random) {
    byte[] manifest = capture.files().getOrDefault("manifest.json", new byte[0]);
    String text = new String(manifest, StandardCharsets.UTF_8);
    String made = random.nextInt(8) == 0 ? crowded(random) : change(text, random);
    capture.files().put("manifest.json", made.getBytes(StandardCharsets.UTF_8));
  }

  /** One that has as much of everything as there is room for. */
  private static String crowded(Random random) {
    String each =
        Hostile.any(
            random,
            List.of(
                "{}",
                "{\"first_cycle\":%d}",
                "{\"first_cycle\":%d,\"boot_id\":\"%d\"}",
                "1",
                "\"\"",
                "{\"hooks\":[\"%d\",1,{}]}"));
    int count = 3_900_000 / (each.length() + 4);
    StringBuilder text = new StringBuilder("{\"format\":1,\"recordings\":[");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append(each.replace("%d", String.valueOf(random.nextInt(9))));
    }
    return text.append("]}").toString();
  }
}
