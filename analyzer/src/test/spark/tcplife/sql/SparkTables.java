// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Exported tables in Spark, in this JVM. */
final class SparkTables implements AutoCloseable {
  private final SparkSession spark;

  /**
   * @param tree of an export
   * @param temporary where Spark may put what it likes
   */
  SparkTables(Path tree, Path temporary) {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.ui.enabled", false)
            .config("spark.local.dir", temporary.toString())
            .config("spark.sql.warehouse.dir", temporary.resolve("warehouse").toString())
            .config("spark.sql.shuffle.partitions", 1)
            // As the manual says: times have no zone, as in the files.
            .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
            .getOrCreate();
    for (CaptureTable<?> table : Tables.ALL) {
      spark
          .read()
          .parquet(tree.resolve(table.name()).toString())
          .createOrReplaceTempView(table.name());
    }
    String sockets = SqlText.statements(SqlResources.text(SqlResources.SOCKETS)).get(0);
    spark.sql(sockets.replace("OR REPLACE VIEW", "OR REPLACE TEMPORARY VIEW"));
  }

  /** What a hunt finds. Spark writes a parameter as :name. */
  List<List<Object>> rows(Hunt hunt, Hunt.Bound bound) {
    List<String> names = new ArrayList<>();
    SqlText.withNumbers(hunt.query(), names);
    Object[] values = bound.values();
    Map<String, Object> arguments = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      arguments.put(names.get(i), asSpark(values[i]));
    }
    return rows(
        spark.sql(hunt.query().replaceAll("\\$([a-z_]+)", ":$1"), arguments).collectAsList());
  }

  /** What a query finds. */
  List<List<Object>> rows(String query) {
    return rows(spark.sql(query).collectAsList());
  }

  private static List<List<Object>> rows(List<Row> found) {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : found) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(row.get(i));
      }
      rows.add(cells);
    }
    return rows;
  }

  /** A LIMIT is an INT. */
  private static Object asSpark(Object value) {
    return value instanceof Long number && number == number.intValue()
        ? (Object) number.intValue()
        : value;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
