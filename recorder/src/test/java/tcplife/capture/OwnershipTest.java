// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom a capture is given to. */
@Timeout(60)
class OwnershipTest {
  @TempDir Path temp;

  private static int id(Path path, String which) throws IOException {
    return (int) Files.getAttribute(path, "unix:" + which, LinkOption.NOFOLLOW_LINKS);
  }

  private static void assumeRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
  }

  @Test
  void anOwnerWhoDoesNotExistIsNamed() {
    for (String text : List.of("no-such-user", "root:no-such-group", "", ":", "root:", ":root")) {
      assertEquals(
          text + ": no such user or group",
          assertThrows(CaptureException.class, () -> Ownership.parse(temp, text)).getMessage());
    }
  }

  @Test
  void numbersNeedNoEntryInThePasswordFile() throws IOException {
    assumeRoot();
    Ownership.parse(temp, "54321:54322").apply(temp);
    assertEquals(54321, id(temp, "uid"));
    assertEquals(54322, id(temp, "gid"));
  }

  @Test
  void withoutAGroupTheGroupStays() throws IOException {
    assumeRoot();
    Ownership.parse(temp, "54321:54322").apply(temp);
    Ownership.parse(temp, "54323").apply(temp);
    assertEquals(54323, id(temp, "uid"));
    assertEquals(54322, id(temp, "gid"));
  }

  @Test
  void aLinkIsGivenAwayAndNotWhatItLeadsTo() throws IOException {
    assumeRoot();
    Path outside = Files.createFile(temp.resolve("outside"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), outside);

    Ownership.parse(temp, "54321:54322").apply(link);

    assertEquals(54321, id(link, "uid"));
    assertEquals(54322, id(link, "gid"));
    assertEquals(0, id(outside, "uid"));
  }

  @Test
  void whatADirectoryHoldsIsNotGivenAwayWithIt() throws IOException {
    assumeRoot();
    Path directory = Files.createDirectory(temp.resolve("cap"));
    Path file = Files.createFile(directory.resolve("file"));

    Ownership.parse(temp, "54321:54322").apply(directory);

    assertEquals(54321, id(directory, "uid"));
    assertEquals(0, id(file, "uid"));
  }

  @Test
  void unchangedChangesNothing() throws IOException {
    int before = id(temp, "uid");
    Ownership.UNCHANGED.apply(temp);
    assertEquals(before, id(temp, "uid"));
  }
}
