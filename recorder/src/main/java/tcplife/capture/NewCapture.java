// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tcplife.capture.Manifest.Recording;
import tcplife.event.RecordHeader;

/**
 * A capture made of records that are at hand: needs no privileges, no native code and no Chronicle.
 * It is made beside its place and appears there, by a rename, when it is whole; closed before, it
 * leaves nothing behind.
 */
public final class NewCapture implements AutoCloseable {
  /** Their names have six digits. */
  private static final int MOST_CYCLES = 999_999;

  private final Path path;
  private final DraftDirectory draft;
  private final List<Recording> recordings = new ArrayList<>();
  private final RecordBatch batch = new RecordBatch();
  private QueueFileWriter queue;
  private int cycles;
  private long records;

  private NewCapture(Path path) throws IOException {
    this.path = path;
    draft = new DraftDirectory(path);
  }

  /**
   * Begins a capture.
   *
   * @param path its directory: must not exist, or be empty
   * @throws CaptureException if there is something, or nothing can be made there
   */
  public static NewCapture at(Path path) {
    try {
      return new NewCapture(path);
    } catch (IOException e) {
      throw new CaptureException(path + ": cannot be made: " + Reason.of(e), e);
    }
  }

  /**
   * Begins a recording, to which the records that follow belong.
   *
   * @param recording its first cycle is not looked at
   */
  public void startRecording(Recording recording) {
    endCycle();
    // One without records leaves no trace but this.
    recordings.add(recording.from(cycles + 1));
  }

  /**
   * Adds the record that begins at an offset of a little-endian buffer. What follows the end record
   * of a cycle comes into the next.
   */
  public void append(ByteBuffer from, int at) {
    try {
      if (queue == null) {
        if (cycles++ == MOST_CYCLES) {
          throw new CaptureException(path + ": more than " + MOST_CYCLES + " cycles");
        }
        queue =
            new QueueFileWriter(draft.makeDirectory(CycleFiles.directory(draft.path(), cycles)));
      }
      if (batch.isFull()) {
        endBatch();
      }
      batch.add(from, at);
      records++;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    if (RecordHeader.kind(from, at) == RecordHeader.END_KIND) {
      endCycle();
    }
  }

  private void endBatch() throws IOException {
    queue.append(batch.complete());
    batch.clear();
  }

  private void endCycle() {
    if (queue == null) {
      return;
    }
    try {
      endBatch();
      queue.finish();
      queue.close();
      queue = null;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Records that were appended. */
  public long records() {
    return records;
  }

  /**
   * Ends the capture and puts it at its place.
   *
   * @param host the recorded host's name
   * @param imported from what format, or empty: see {@link Manifest}
   * @param cut what it is a part of, or null
   */
  public void complete(String host, String imported, Cut cut) {
    endCycle();
    Manifest manifest = new Manifest(UUID.randomUUID().toString(), host, recordings, imported, cut);
    try {
      draft.makeFile(Manifest.FILE, ManifestFile.toJson(manifest));
      draft.moveToItsPlace();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private CaptureException cannotWrite(IOException e) {
    return new CaptureException(path + ": cannot be written: " + Reason.of(e), e);
  }

  /** Takes back what was made, unless it is complete. */
  @Override
  public void close() {
    try {
      if (queue != null) {
        queue.close();
      }
      draft.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
