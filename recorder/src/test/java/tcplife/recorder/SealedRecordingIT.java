// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.capture.Capture;
import tcplife.capture.Damage;
import tcplife.capture.RecordCursor;
import tcplife.capture.SealedFile;
import tcplife.event.LossRecord;
import tcplife.event.RecordHeader;
import tcplife.live.Await;
import tcplife.live.Program;

/** A recorder seals its cycles while it records, and loses nothing by it. */
@Timeout(300)
class SealedRecordingIT {
  private static final int KILLS = 8;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  private Path capture() {
    return temp.resolve("cap");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(capture())) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  /** How many records, and a check sum of them all in their order. */
  private record Reading(long records, long sum) {
    static Reading of(RecordCursor cursor, CompletableFuture<Void> end) {
      CRC32 sum = new CRC32();
      long records = 0;
      while (true) {
        boolean ending = end.isDone() && cursor.isFollowing();
        if (ending) {
          cursor.stopFollowing();
        }
        while (cursor.next()) {
          int length = RecordHeader.length(cursor.buffer(), cursor.offset());
          sum.update(cursor.buffer().slice(cursor.offset(), length));
          records++;
        }
        if (!cursor.isFollowing()) {
          return new Reading(records, sum.getValue());
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Test
  void everyCycleIsSealedAndAFollowerSeesWhatIsReadInTheEnd() throws Exception {
    List<Damage> damages = new ArrayList<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    CompletableFuture<Reading> followed;
    String said;
    try (RecorderProcess recorder = RecorderProcess.start(capture(), "--cycle-size", "4M")) {
      followed =
          CompletableFuture.supplyAsync(
              () -> {
                try (RecordCursor cursor = Capture.open(capture()).follow(damages::add)) {
                  return Reading.of(cursor, end);
                }
              });
      Program.run(Live.traffic("churn", "-t", "6"));
      said = recorder.stop("INT");
    }
    end.complete(null);

    List<Integer> cycles = Capture.open(capture()).cycles();
    assertTrue(cycles.size() >= 3, names()::toString);
    List<String> files = new ArrayList<>();
    cycles.forEach(cycle -> files.add("%06d.tcap".formatted(cycle)));
    files.addAll(List.of("lock", "manifest.json"));
    assertEquals(files, names());
    String previous = "";
    for (int cycle : cycles) {
      SealedFile sealed = SealedFile.of(capture(), cycle);
      assertEquals(previous, sealed.seal().previous());
      assertEquals(sealed.contentHash(), sealed.seal().content());
      previous = sealed.hash();
    }
    assertTrue(said.endsWith("sealed: " + cycles.size() + ", root " + previous + "\n"), said);
    assertTrue(said.contains("cycles sealed"), said);
    try (RecordCursor cursor = Capture.open(capture()).records(damages::add)) {
      assertEquals(Reading.of(cursor, end), followed.get());
    }
    assertEquals(List.of(), damages);
    assertEquals(0, new Recorded(capture()).sequences.missing());
  }

  @Test
  void killedAtAnyMomentItLosesNothingAndHasNothingTwiceAndTheNextOneSealsTheRest()
      throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the delays: " + seed);
    Random random = new Random(seed);
    try (Program traffic = Program.start(Map.of(), Live.traffic("churn", "-t", "200"))) {
      for (int i = 0; i < KILLS; i++) {
        String[] options = {"--append", "--cycle-size", "1M"};
        try (RecorderProcess recorder = RecorderProcess.start(capture(), options)) {
          LockSupport.parkNanos((1000 + random.nextInt(1500)) * 1_000_000L);
          Program.run("kill", "-KILL", String.valueOf(recorder.pid()));
          Await.until("it is gone", () -> !ProcessHandle.of(recorder.pid()).isPresent());
        }
        assertNoCycleIsMissing(seed);
      }
      assertTrue(traffic.isAlive(), traffic::errors);
    }
    try (RecorderProcess recorder = RecorderProcess.start(capture(), "--append")) {
      String said = recorder.stop("TERM");
      assertTrue(said.contains(": left by an earlier recorder; is sealed now\n"), said);
      assertFalse(said.contains("stays unsealed"), said);
    }
    assertTrue(
        names().stream().noneMatch(name -> name.matches("[0-9]{6}|.*new")), names()::toString);
    assertNoCycleIsMissing(seed);
  }

  /** What a kill leaves in the ring is no gap in the sequences; what found no room there is. */
  private void assertNoCycleIsMissing(long seed) {
    long told = 0;
    try (RecordCursor cursor =
        Capture.open(capture()).records(damage -> Assertions.fail(damage.toString()))) {
      while (cursor.next()) {
        if (cursor.kind() == RecordHeader.LOSS_KIND) {
          told += LossRecord.read(cursor.buffer(), cursor.offset()).count();
        }
      }
      long missing = cursor.sequences().missing();
      assertTrue(missing <= told, missing + " missing, " + told + " told, seed " + seed);
    }
  }

  @Test
  void aSecondSignalLeavesTheCycleUnsealedAndSaysSo() throws IOException {
    try (RecorderProcess recorder = RecorderProcess.start(capture())) {
      Program.run(Live.traffic("churn", "-n", "60000"));
      Program.run("kill", "-INT", String.valueOf(recorder.pid()));
      Await.until("the recording has ended", () -> recorder.errors().contains(" events in "));
      String said = recorder.stop("INT");
      assertTrue(said.endsWith("000001: left unsealed; the next record --append seals it\n"), said);
    }
    assertEquals(List.of("000001", "lock", "manifest.json"), names());
    assertEquals(0, new Recorded(capture()).sequences.missing());
  }

  @Test
  void sealsAreSignedWithTheKeyThatIsGiven() throws IOException {
    Path key = temp.resolve("key.pem");
    Program.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", key.toString());
    try (RecorderProcess recorder =
        RecorderProcess.start(capture(), "--sign-key", key.toString(), "-d", "1s")) {
      recorder.awaitEnd();
    }
    SealedFile sealed = SealedFile.of(capture(), 1);
    assertTrue(sealed.isSignatureGood());
    String der =
        Program.run("sh", "-c", "openssl pkey -in " + key + " -pubout -outform DER | base64 -w0");
    assertEquals(der.strip(), sealed.publicKey());
    assertEquals(sealed.publicKey(), sealed.seal().key());
  }
}
