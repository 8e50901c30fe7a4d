// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * A name as options ask for it, in which {@code *} stands for any characters and {@code ?} for one.
 *
 * @param text as it was given
 * @param pattern of the whole name
 */
record Glob(String text, Pattern pattern) {
  /** Reads a glob; every text is one. */
  static final class Converter implements ITypeConverter<Glob> {
    @Override
    public Glob convert(String text) {
      StringBuilder pattern = new StringBuilder();
      text.codePoints()
          .forEach(
              point -> {
                switch (point) {
                  case '*' -> pattern.append(".*");
                  case '?' -> pattern.append('.');
                  default -> pattern.append(Pattern.quote(Character.toString(point)));
                }
              });
      return new Glob(text, Pattern.compile(pattern.toString(), Pattern.DOTALL));
    }
  }

  /** Whether a name, which may be null, is meant. */
  boolean matches(String name) {
    return name != null && pattern.matcher(name).matches();
  }

  /** Whether a path, which may be null, or one above it is meant. */
  boolean matchesPath(String path) {
    return matches(path) || path != null && path.startsWith(text.endsWith("/") ? text : text + "/");
  }
}
