// SPDX-License-Identifier: Apache-2.0
package tcplife.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcplife.capture.Capture;
import tcplife.capture.SealedFile;
import tcplife.capture.Seals;
import tcplife.capture.SnapshotMaker;
import tcplife.cli.ExitCode;
import tcplife.replay.Run;
import tcplife.report.Finding.Weight;

/** What a root shows that was written down, with and without its cycle. */
class RootTest {
  private static final String OTHER =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @TempDir private Path directory;

  private Run verifyWithoutHead(String expected) {
    Path capture = directory.resolve("cap");
    SealedCapture.write(capture, 443);
    Seals.seal(capture, null, 3);
    String root = SealedCapture.root(capture);
    return SealedCapture.verify(capture, "--expect", expected.replace("ROOT", root));
  }

  /** One that was sealed anew, head and all, looks the same. */
  @ParameterizedTest
  @ValueSource(strings = {OTHER, "2:" + OTHER})
  void aRootThatMayBeOfADroppedCycleProvesNothing(String expected) {
    Run run = verifyWithoutHead(expected);
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    String what =
        ": no seal that is left has the root that was expected: it is of a cycle that a limit"
            + " dropped, or of another capture, or cycles were altered and all sealed anew;";
    assertTrue(run.out().contains(what), run::out);
    assertFalse(run.out().contains("not altered"), run::out);
    assertTrue(run.out().endsWith(": nobody can say whether it is altered; see above\n"), run::out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3:" + OTHER, "5:" + OTHER, "6:" + OTHER})
  void aRootOfACycleThatWasNotDroppedIsThere(String expected) {
    Run run = verifyWithoutHead(expected);
    assertEquals(ExitCode.ALTERED, run.code(), run::out);
    assertTrue(run.out().contains("ALTERED: no seal has the root that was expected"), run::out);
  }

  @Test
  void aRootIsFoundByItsHashAndItsCycle() {
    Run run = verifyWithoutHead("5:ROOT");
    assertEquals(ExitCode.OK, run.code(), run::out);
    String what = "the seal of cycle 5 is the root that was expected\n";
    assertTrue(run.out().contains(what), run::out);
  }

  /** Its last cycle is sealed anew, and those before it are another capture's. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void ofASnapshotARootOfItsCaptureMayBeMissing(int cycle) {
    Path capture = SealedCapture.sealed(directory.resolve("cap"), null);
    Path snapshot = directory.resolve("snapshot");
    new SnapshotMaker(capture, Capture.open(capture)::manifest, null, Assertions::fail)
        .make(List.of(2, 3, 4), snapshot);
    String hash = SealedFile.of(capture, Math.max(1, cycle)).hash();
    String root = cycle == 0 ? hash : cycle + ":" + hash;
    Run run = SealedCapture.verify(snapshot, "--expect", root);
    assertEquals(ExitCode.INCOMPLETE, run.code(), run::out);
    assertTrue(run.out().contains("or of its last, sealed anew in it"), run::out);
    assertEquals(ExitCode.ALTERED, SealedCapture.verify(snapshot, "--expect", "3:" + OTHER).code());
  }

  @Test
  void aRootIsOfWhatWasSealedThen() {
    Path capture = SealedCapture.sealed(directory.resolve("cap"), null);
    List<SealedFile> sealed = List.of(SealedFile.of(capture, 1), SealedFile.of(capture, 2));
    Root first = Root.parse(Root.of(sealed.get(0)).toString());
    assertEquals(
        "the seal of cycle 1 is the root that was expected; what follows was sealed later",
        first.in(sealed, null, 0, Set.of()).text());
  }

  @Test
  void aSealThatCannotBeReadMayHaveIt() {
    assertEquals(Weight.UNKNOWN, Root.parse(OTHER).in(List.of(), null, 0, Set.of(3)).weight());
    assertEquals(
        Weight.UNKNOWN, Root.parse("3:" + OTHER).in(List.of(), null, 0, Set.of(3)).weight());
    assertEquals(
        Weight.ALTERED, Root.parse("4:" + OTHER).in(List.of(), null, 0, Set.of(3)).weight());
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "0:" + OTHER, ":" + OTHER, "x:" + OTHER, "9999999999:" + OTHER})
  void whatIsNoRootIsRefused(String text) {
    Run run = verifyWithoutHead(text);
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().startsWith("tcplife verify: --expect: '" + text + "' is not "), run::err);
  }
}
