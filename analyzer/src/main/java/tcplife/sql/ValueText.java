// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Values of DuckDB as text, as DuckDB itself would cast them where Java has another form. */
final class ValueText {
  private ValueText() {}

  static String of(Object value) {
    if (value instanceof Timestamp time) {
      return of(time.toLocalDateTime());
    } else if (value instanceof OffsetDateTime time) {
      return of(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()) + "+00";
    } else if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value.toString();
  }

  /** 2026-06-01 14:00:07.00005: with the digits of its second that are needed. */
  private static String of(LocalDateTime time) {
    StringBuilder text = new StringBuilder();
    text.append(time.toLocalDate()).append(' ');
    two(text, time.getHour()).append(':');
    two(text, time.getMinute()).append(':');
    two(text, time.getSecond());
    if (time.getNano() > 0) {
      String digits = String.valueOf(1_000_000_000L + time.getNano()).substring(1);
      text.append('.').append(digits.replaceAll("0+$", ""));
    }
    return text.toString();
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append(number < 10 ? "0" : "").append(number);
  }
}
