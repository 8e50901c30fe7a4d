// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import tcplife.cli.Failure;

/**
 * The statement under way, and whether its user wants it to end. DuckDB can be interrupted while it
 * runs one, not while it prepares one, and does not heed it within a single step such as a list of
 * a billion numbers; so a wish that is not followed is repeated.
 */
final class UnderWay {
  /** What was asked for again so soon may still come. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private final long patience;
  private boolean begun;
  private boolean unwanted;
  private long asked;
  private Statement running;

  UnderWay() {
    this(PATIENCE);
  }

  /**
   * @param patience ns in which a wish that is repeated is the same one
   */
  UnderWay(long patience) {
    this.patience = patience;
  }

  /** A statement is prepared from now on. */
  synchronized void begin() {
    begun = true;
    unwanted = false;
    running = null;
  }

  /**
   * It is prepared, and runs from now on.
   *
   * @throws Failure if it is not wanted any more
   */
  synchronized void run(Statement statement) {
    check();
    running = statement;
  }

  /**
   * Asked by any thread.
   *
   * @throws Failure if it is not wanted any more
   */
  synchronized void check() {
    if (unwanted) {
      throw SqlFailures.of(SqlFailures.CANCELLED);
    }
  }

  /** It has ended. */
  synchronized void end() {
    begun = false;
    running = null;
  }

  /**
   * Wants it to end: from any thread. It then fails.
   *
   * @return false if that was wanted before, and it goes on all the same
   */
  boolean cancel() {
    Statement statement;
    synchronized (this) {
      if (begun && unwanted) {
        return System.nanoTime() - asked < patience;
      }
      unwanted = begun;
      asked = System.nanoTime();
      statement = running;
    }
    try {
      if (statement != null) {
        statement.cancel();
      }
    } catch (SQLException e) {
      // It has ended by itself meanwhile.
    }
    return true;
  }
}
