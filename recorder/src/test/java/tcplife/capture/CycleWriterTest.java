// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Manifest.Recording;
import tcplife.live.Program;

/** What a cycle takes of the disk while it is written, and when it is closed. */
@Timeout(60)
class CycleWriterTest {
  /** What a file system may add to a file of its own accord, bytes. */
  private static final long SOME = 64 << 10;

  private static final int RECORDS = 2000;

  @TempDir Path temp;

  @Test
  void whatWasAllocatedAheadAndNotUsedIsGivenBack() throws Exception {
    Path path = temp.resolve("000001");
    CycleWriter writer = new CycleWriter(path, CycleWriterTest::allocate);
    writer.appear();
    try (writer) {
      RecordBatch batch = new RecordBatch();
      byte[] record = StateFields.ofSocket(1).toRecord(0);
      // More than the file's head takes.
      for (int i = 0; i < RECORDS; i++) {
        batch.add(ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN), 0);
      }
      writer.append(batch.complete());
      long ahead = taken(CycleFiles.queueFile(temp, 1));
      assertTrue(ahead > CycleWriter.ALLOCATION_STEP, ahead + " bytes are taken");
    }
    Path file = CycleFiles.queueFile(temp, 1);
    assertEquals(writer.size(), Files.size(file));
    assertTrue(taken(file) < Files.size(file) + SOME, taken(file) + " bytes are taken");
  }

  /** The disk may take it, and then not keep it: it is appended to the next cycle again. */
  @Test
  void aBatchThatWasTakenOverIsWholeForTheNextCycleToo() throws Exception {
    ByteBuffer taken = batch();
    for (int cycle = 1; cycle <= 2; cycle++) {
      try (CycleWriter writer =
          new CycleWriter(CycleFiles.directory(temp, cycle), CycleWriterTest::allocate)) {
        writer.append(taken);
        writer.appear();
      }
      try (BatchReader reader =
          new BatchReader(CycleFiles.queueFile(temp, cycle), damage -> fail(damage.toString()))) {
        assertTrue(reader.next());
      }
    }
  }

  /**
   * A follower that had begun to read it would wait at a file that is gone: its number is taken by
   * the next.
   */
  @Test
  void aCycleThatCanBeTakenBackIsNotSeen() throws Exception {
    try (CaptureDirectory directory =
        CaptureDirectory.prepare(temp.resolve("cap"), Files::createDirectory, false)) {
      directory.begin("host", new Recording(1, "", "", "", "", "", List.of()));
      List<Damage> damages = new ArrayList<>();
      try (RecordCursor follower = Capture.open(directory.path()).follow(damages::add)) {
        CycleWriter failing = new CycleWriter(directory.nextCycle(), CycleWriterTest::allocate);
        failing.append(batch());
        assertFalse(follower.next());
        failing.discard();
        assertTrue(directory.giveBack(CycleFiles.directory(directory.path(), 1)));

        CycleWriter next = new CycleWriter(directory.nextCycle(), CycleWriterTest::allocate);
        try (next) {
          next.append(batch());
          next.appear();
          next.append(batch());
          assertTrue(follower.next());
          assertTrue(follower.next());
        }
      }
      assertEquals(List.of(1), Capture.open(directory.path()).cycles());
      assertEquals(List.of(), Capture.open(directory.path()).drafts());
      assertEquals(List.of(), damages);
    }
  }

  private static ByteBuffer batch() {
    RecordBatch batch = new RecordBatch();
    batch.add(
        ByteBuffer.wrap(StateFields.ofSocket(1).toRecord(0)).order(ByteOrder.LITTLE_ENDIAN), 0);
    return batch.complete();
  }

  /** As the bridge does it: the file's length stays. */
  private static void allocate(Path file, long offset, long length) {
    String from = String.valueOf(offset);
    Program.run(
        "fallocate", "--keep-size", "-o", from, "-l", String.valueOf(length), file.toString());
  }

  private static long taken(Path file) {
    return 512 * Long.parseLong(Program.run("stat", "-c", "%b", file.toString()).strip());
  }
}
