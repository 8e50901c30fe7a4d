// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.duckdb.DuckDBWritableVector;
import tcplife.field.Field;

/** Writes one column of a chunk of rows; texts are handed over together, which costs less. */
final class CellWriter implements Field.Sink {
  private final AddressTexts ipv4Texts = new AddressTexts(true);
  private final AddressTexts ipv6Texts = new AddressTexts(false);
  private final boolean isText;
  private DuckDBWritableVector vector;
  private byte[][] texts = {};
  private int row;

  CellWriter(Field.Type type) {
    isText = type == Field.Type.TEXT || type == Field.Type.ADDRESS;
  }

  /** Begins a chunk of at most so many rows. */
  void begin(DuckDBWritableVector chunk, int most) {
    vector = chunk;
    if (isText && texts.length < most) {
      texts = new byte[most][];
    }
  }

  /** The row that the next value is for. */
  CellWriter at(int index) {
    row = index;
    return this;
  }

  /** Ends a chunk of so many rows. */
  void end(int rows) {
    if (isText) {
      vector.setStringUtf8Batch(0, rows == texts.length ? texts : Arrays.copyOf(texts, rows));
    }
  }

  @Override
  public void none() {
    if (isText) {
      texts[row] = null;
    } else {
      vector.setNull(row);
    }
  }

  @Override
  public void number(long value) {
    vector.setLong(row, value);
  }

  @Override
  public void text(String value) {
    texts[row] = value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void flag(boolean value) {
    vector.setBoolean(row, value);
  }

  @Override
  public void address(long head, long tail, boolean ipv4) {
    texts[row] = (ipv4 ? ipv4Texts : ipv6Texts).of(head, tail);
  }
}
