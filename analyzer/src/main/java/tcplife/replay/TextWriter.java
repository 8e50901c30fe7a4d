// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.ZoneId;

/** Values for people: {@code -} for what is not known, durations in ms. */
final class TextWriter extends FieldWriter {
  TextWriter(ZoneId zone) {
    super(zone);
  }

  @Override
  public void none() {
    out().put('-');
  }

  @Override
  void duration(long value) {
    long microseconds = value / 1000;
    out().putSigned(microseconds / 1000);
    out().put('.');
    out().putDecimal(Math.abs(microseconds % 1000), 3);
    out().put("ms");
  }

  @Override
  public void text(String value) {
    SafeText.put(out(), value);
  }
}
