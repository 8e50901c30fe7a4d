// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Capture;
import tcplife.cli.Failure;
import tcplife.fixture.CaptureScript;
import tcplife.session.Window;

/** A statement that its user does not want any more. */
@Timeout(60)
class CancelTest {
  @TempDir private Path directory;

  private Database database(Limits limits) {
    Path path = new CaptureScript().write(directory.resolve("cap"));
    return new Database(new CaptureSet(List.of(Capture.open(path)), Window.ALL), limits);
  }

  private static String said(Database database, String statement) {
    try {
      return database.rows(statement).toString();
    } catch (Failure e) {
      return e.getMessage();
    }
  }

  /** The first list is made while it is prepared, which nothing interrupts; the other runs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT len(list_sort(range(1000000), 'DESC'))",
        "SELECT count(*) FROM range(3000000) a, range(3000000) b WHERE hash(a.range + b.range) = 1"
      })
  void failsAlsoWhereItIsStillPrepared(String statement) throws Exception {
    try (Database database = database(new Limits(2L << 30, 1, null, 1, null))) {
      CompletableFuture<String> said =
          CompletableFuture.supplyAsync(() -> said(database, statement));
      while (!said.isDone()) {
        database.cancel();
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertEquals("cancelled", said.get());
      assertEquals(List.of(List.of(1)), database.rows("SELECT 1"));
    }
  }

  static Stream<String> tables() {
    return Tables.ALL.stream().map(CaptureTable::name);
  }

  /** A query that is given few rows, or none, by all that is read. */
  @ParameterizedTest
  @MethodSource("tables")
  void failsWithinAScan(String table) throws Exception {
    Path path = LargeCapture.write(directory.resolve("cap"), 100);
    CaptureSet captures = new CaptureSet(List.of(Capture.open(path)), Window.ALL);
    Limits limits = new Limits(2L << 30, 1, null, 1, null);
    try (Database database = new Database(captures, limits)) {
      CompletableFuture<String> said =
          CompletableFuture.supplyAsync(
              () -> said(database, "SELECT count(*) FROM " + table + " WHERE host = ''"));
      while (captures.progress() < 0.01) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      database.cancel();
      assertEquals("cancelled", said.get());
      assertTrue(captures.progress() < 0.6, () -> "read: " + captures.progress());
    }
  }

  @Test
  void isToldWhenItGoesOnAllTheSame() {
    UnderWay patient = new UnderWay();
    UnderWay hasty = new UnderWay(0);
    assertTrue(hasty.cancel() && hasty.cancel(), "nothing is under way");
    for (UnderWay each : List.of(patient, hasty)) {
      each.begin();
      assertTrue(each.cancel());
    }
    assertTrue(patient.cancel(), "so soon");
    assertFalse(hasty.cancel());
    assertThrows(Failure.class, () -> hasty.run(null));
    hasty.end();
    hasty.begin();
    hasty.check();
  }

  @Test
  void aDatabaseThatCannotBeginLeavesNothingBehind() {
    Path spill = directory.resolve("spill");
    assertTrue(spill.toFile().mkdir());
    Limits limits = new Limits(1, 1, spill, 1, null);
    assertThrows(Failure.class, () -> database(limits));
    assertEquals(0, spill.toFile().list().length);
  }
}
