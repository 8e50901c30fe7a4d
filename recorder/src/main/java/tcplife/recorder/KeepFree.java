// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tcplife.cli.Quantity;

/**
 * What a recording leaves free on its file system: {@code --keep-free}.
 *
 * @param bytes at most
 * @param percent of the file system; 100 if only the bytes count
 */
record KeepFree(long bytes, int percent) {
  private static final Pattern PERCENT = Pattern.compile("([1-9]?[0-9])%");

  /** The lesser of the two: 5 % of a large file system is more than a recorder has a claim to. */
  static final KeepFree DEFAULT = new KeepFree(1L << 30, 5);

  /** In bytes, of a file system of that size. */
  long of(long total) {
    return percent == 100 ? bytes : Math.min(bytes, total / 100 * percent);
  }

  /** A size, or a percentage of the file system. */
  static final class Converter implements ITypeConverter<KeepFree> {
    @Override
    public KeepFree convert(String text) {
      Matcher matcher = PERCENT.matcher(text);
      if (matcher.matches()) {
        return new KeepFree(Long.MAX_VALUE, Integer.parseInt(matcher.group(1)));
      }
      try {
        return new KeepFree(new Quantity.BytesFrom0().convert(text), 100);
      } catch (TypeConversionException e) {
        throw new TypeConversionException(
            "'" + text + "' is not a size such as 512M, nor a percentage from 0% to 99%");
      }
    }
  }
}
