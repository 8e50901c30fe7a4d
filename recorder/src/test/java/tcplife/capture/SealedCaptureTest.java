// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.LossRecord;

/** Captures with sealed cycles are read as they were before, and their seals tell of them. */
@Timeout(60)
class SealedCaptureTest {
  private static final int CYCLES = 3;

  @TempDir Path temp;
  private Path path;

  @BeforeEach
  void makeCapture() {
    path = temp.resolve("cap");
    SyntheticCapture capture = SyntheticCapture.in(path);
    for (int cycle = 1; cycle <= CYCLES; cycle++) {
      long time = cycle * 1_000L;
      capture.clock(time, 1_700_000_000_000_000_000L + time, "Europe/Berlin");
      for (int i = 0; i < 10; i++) {
        capture.state(StateFields.ofSocket(cycle * 100 + i).at(time + i, 7, 2)).batch();
      }
      capture.loss(new LossRecord(time, time + 20, cycle, LossRecord.RING_FULL, 0)).lose(0, cycle);
      if (cycle < CYCLES) {
        capture.nextCycle();
      }
    }
    capture.end();
  }

  private Seal seal(int cycle) {
    return SealedFile.of(path, cycle).seal();
  }

  @Test
  void theSameRecordsAreReadInTheSameOrder() throws IOException {
    List<Damage> damages = new ArrayList<>();
    List<List<Byte>> raw = Sealing.records(path, damages);
    Readings before = Readings.of(path);

    Sealing.seal(path);

    assertEquals(List.of(1, 2, 3), Capture.open(path).cycles());
    for (int cycle = 1; cycle <= CYCLES; cycle++) {
      assertFalse(Files.exists(CycleFiles.directory(path, cycle)));
    }
    assertEquals(raw, Sealing.records(path, damages));
    Readings after = Readings.of(path);
    assertEquals(before.cookies(), after.cookies());
    assertEquals(before.sequences().missing(), after.sequences().missing());
    assertEquals(List.of(), damages);
    Sealing.unseal(path);
    assertEquals(raw, Sealing.records(path, damages));
  }

  @Test
  void aSealTellsWhatIsInItsCycle() throws IOException {
    long size = Capture.open(path).size();
    Sealing.seal(path);
    Seal second = seal(2);
    assertEquals(2, second.cycle());
    assertEquals(12 + 1, second.records());
    assertEquals(2, second.lost());
    assertEquals(Seal.CYCLE, second.ending());
    assertEquals(Seal.STOPPED, seal(3).ending());
    assertEquals(2000, second.firstTime());
    assertEquals(2020, second.lastTime());
    assertEquals("2023-11-14T22:13:20.000002Z", second.started());
    assertEquals("Europe/Berlin", second.recording().timeZone());
    assertEquals(1, second.oldest());
    assertEquals(SealedFile.of(path, 2).contentHash(), second.content());
    assertEquals(SealedFile.of(path, 2).sealOffset(), second.contentBytes());
    // Without the heads of queue files, and of documents.
    long batches = seal(1).batchBytes() + second.batchBytes() + seal(3).batchBytes();
    assertEquals(Capture.open(path).size(), batches);
    assertTrue(batches < size, batches + " < " + size);
  }

  @Test
  void aSealNamesTheOneBefore() {
    Sealing.seal(path);
    assertEquals("", seal(1).previous());
    assertEquals(SealedFile.of(path, 1).hash(), seal(2).previous());
    assertEquals(SealedFile.of(path, 2).hash(), seal(3).previous());
    assertNotEquals(SealedFile.of(path, 2).hash(), SealedFile.of(path, 3).hash());
  }

  @Test
  void aSealIsReadAsItWasWritten() throws BlockException {
    Sealing.seal(path);
    assertEquals(seal(2), Seal.parse(seal(2).text()));
    assertFalse(SealedFile.of(path, 2).text().contains("\"key\""), "it is not signed");
  }

  @Test
  void aCycleWithoutItsLastRecordWasKilled() {
    Path killed = temp.resolve("killed");
    SyntheticCapture.in(killed).state(StateFields.ofSocket(1)).close();
    Sealing.seal(killed);
    Seal seal = SealedFile.of(killed, 1).seal();
    assertEquals(Seal.KILLED, seal.ending());
    assertEquals(null, seal.started());
  }

  @Test
  void aDamagedCycleStaysAsItIsAndIsNamedInTheNextSeal() throws IOException, BlockException {
    QueueFile file = new QueueFile(path);
    file.flip(8L * (file.batches().get(2).offset() + 60));
    file.write();
    CycleSealer sealer = Sealing.sealer(path, null, 0);

    String why = assertThrows(BlockException.class, () -> sealer.seal(1)).getMessage();

    assertTrue(why.startsWith(file.file + ": at byte "), why);
    assertTrue(sealer.seal(2));
    assertEquals(List.of(1), seal(2).unsealed());
    assertTrue(Files.exists(file.file));
    assertFalse(Files.exists(CycleFiles.draft(path, 1)));
    assertEquals(29, Readings.of(path).cookies().size());
  }

  /** Whoever opened it before reads what is left: nobody knows how soon he would have read. */
  @Test
  void whatALimitDropsBeforeItIsReadIsNoLossEither() {
    Capture before = Capture.open(path);
    Seals.seal(path, null, 2);
    assertEquals(List.of(2, 3), Capture.open(path).cycles());
    List<Damage> damages = new ArrayList<>();
    try (RecordCursor cursor = before.records(damages::add)) {
      assertTrue(cursor.next());
      assertEquals(2, cursor.cycle());
    }
    assertEquals(List.of(), damages);
  }

  @Test
  void whatALimitDropsInTheMidstOfReadingIsToldToBeThat() {
    List<Damage> damages = new ArrayList<>();
    try (RecordCursor cursor = Capture.open(path).records(damages::add)) {
      assertTrue(cursor.next());
      Seals.seal(path, null, 3);
      while (cursor.next()) {
        continue;
      }
      assertEquals(3, cursor.cycle());
    }
    assertEquals(1, damages.size(), damages::toString);
    assertEquals("dropped by a limit before it was read", damages.get(0).what());
  }

  @Test
  void whatALimitDropsIsToldBeforeItGoesAndIsNoLoss() throws IOException, BlockException {
    Sealing.sealer(path, null, 0).seal(1);
    CycleSealer sealer = Sealing.sealer(path, null, 2);
    sealer.continueAfter(SealedFile.of(path, 1));
    sealer.seal(2);
    assertEquals(2, seal(2).oldest());
    assertEquals(List.of(2, 3), Capture.open(path).cycles());
    // What the third cycle lost is there still to be told.
    assertEquals(2 + 3, Readings.of(path).sequences().missing());
    // By hand: what was not dropped by a limit is missing.
    Files.delete(CycleFiles.sealed(path, 2));
    assertEquals(20 + 1 + 2 + 3, Readings.of(path).sequences().missing());
  }

  @Test
  void ofBothFormsOneIsRead() throws IOException {
    List<Damage> damages = new ArrayList<>();
    List<List<Byte>> raw = Sealing.records(path, damages);
    Path kept = temp.resolve("kept");
    Files.createDirectory(kept);
    Path queue = CycleFiles.queueFile(path, 2);
    Files.copy(queue, kept.resolve(queue.getFileName()));
    Sealing.seal(path);
    Files.move(kept, CycleFiles.directory(path, 2));
    Files.writeString(CycleFiles.draft(path, 3), "what a killed recorder left");
    assertEquals(raw, Sealing.records(path, damages));
    assertEquals(List.of(), damages);
    assertEquals(List.of(1, 2, 3), Capture.open(path).cycles());
  }

  @Test
  void readAsOfAMomentItEndsThereThoughItIsSealedSince() {
    Path live = temp.resolve("live");
    SyntheticCapture capture = SyntheticCapture.in(live);
    capture.state(StateFields.ofSocket(1)).batch().state(StateFields.ofSocket(2)).batch();
    Capture then = Capture.open(live).asOfNow();
    assertEquals(List.of(1L, 2L), cookies(then));
    capture.state(StateFields.ofSocket(3)).batch();
    assertEquals(List.of(1L, 2L), cookies(then));
    capture.end();
    Sealing.seal(live);
    assertEquals(List.of(1L, 2L), cookies(then));
    assertEquals(List.of(1L, 2L, 3L), cookies(Capture.open(live).asOfNow()));
  }

  private static List<Long> cookies(Capture capture) {
    List<Long> cookies = new ArrayList<>();
    try (RecordCursor cursor = capture.records(damage -> {})) {
      addCookies(cursor, cookies);
    }
    return cookies;
  }

  private static void addCookies(RecordCursor cursor, List<Long> to) {
    while (cursor.next()) {
      if (cursor.kind() == tcplife.event.RecordHeader.STATE_KIND) {
        to.add(cursor.buffer().getLong(cursor.offset() + 24));
      }
    }
  }

  @Test
  void aFollowerMissesNothingAndSeesNothingTwiceWhileCyclesAreSealed() throws Exception {
    Path live = temp.resolve("live");
    SyntheticCapture capture = SyntheticCapture.in(live);
    CycleSealer sealer = Sealing.sealer(live, null, 0);
    List<Long> cookies = new ArrayList<>();
    try (RecordCursor cursor = Capture.open(live).follow(damage -> cookies.add(-1L))) {
      for (int cycle = 1; cycle <= 6; cycle++) {
        capture.state(StateFields.ofSocket(cycle * 2 - 1)).batch();
        // Of some cycles, it has read the beginning when they are sealed.
        if (cycle % 2 == 0) {
          addCookies(cursor, cookies);
        }
        capture.state(StateFields.ofSocket(cycle * 2)).nextCycle();
        sealer.seal(cycle);
        if (cycle % 3 == 0) {
          addCookies(cursor, cookies);
        }
      }
      capture.end();
      sealer.seal(7);
      addCookies(cursor, cookies);
      cursor.stopFollowing();
      addCookies(cursor, cookies);
    }
    assertEquals(LongStream.rangeClosed(1, 12).boxed().toList(), cookies);
  }

  @Test
  void aLinkInPlaceOfACycleIsNotFollowed() throws IOException {
    Path outside = Files.createDirectory(path.resolveSibling("outside"));
    Path precious = Files.createFile(outside.resolve("precious"));
    Seals.seal(path, null, 0);
    Files.createSymbolicLink(path.resolve("000001"), outside);
    Seals.seal(path, null, 0);
    assertTrue(Files.exists(precious));
  }
}
