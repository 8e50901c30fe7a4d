// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads sessions ahead in a thread of its own, so that reading and printing share two CPUs: while
 * one block of sessions is taken from, another is filled.
 */
public final class ReadAhead implements SessionSource, AutoCloseable {
  private final SessionSource source;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "reader"));
  private CompletableFuture<Block> ahead;
  private Block current = new Block();
  private int at;

  /** Sessions in their order, and what followed the last of them. */
  private static final class Block {
    private final Session[] sessions = new Session[1024];
    private int size;
    private boolean last;
    private Throwable failure;

    Block fill(SessionSource source) {
      size = 0;
      try {
        while (size < sessions.length && !last) {
          Session session = source.next();
          last = session == null;
          if (!last) {
            sessions[size++] = session;
          }
        }
      } catch (RuntimeException | OutOfMemoryError e) {
        // The sessions before it come first.
        failure = e;
        last = true;
      }
      return this;
    }
  }

  /** The source is read by another thread from now on, until {@link #close}. */
  public ReadAhead(SessionSource source) {
    this.source = source;
    fill(new Block());
  }

  private void fill(Block block) {
    ahead = CompletableFuture.supplyAsync(() -> block.fill(source), reader);
  }

  @Override
  public Session next() {
    while (at == current.size) {
      if (current.failure instanceof RuntimeException failure) {
        throw failure;
      } else if (current.failure instanceof Error error) {
        throw error;
      }
      if (current.last) {
        return null;
      }
      Block taken = current;
      current = ahead.join();
      at = 0;
      if (!current.last) {
        fill(taken);
      }
    }
    return current.sessions[at++];
  }

  /** Waits until the source is no longer read. */
  @Override
  public void close() {
    ahead.handle((block, failure) -> block).join();
    reader.shutdown();
  }
}
