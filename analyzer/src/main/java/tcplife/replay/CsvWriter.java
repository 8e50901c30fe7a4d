// SPDX-License-Identifier: Apache-2.0
package tcplife.replay;

import java.time.ZoneId;

/** Values for programs that read CSV: empty for what is not known. */
final class CsvWriter extends FieldWriter {
  CsvWriter(ZoneId zone) {
    super(zone);
  }

  @Override
  public void none() {
    // Nothing stands between the commas.
  }

  @Override
  public void text(String value) {
    SafeText.put(out(), value);
  }
}
