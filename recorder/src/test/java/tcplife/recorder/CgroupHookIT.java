// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcplife.event.NameRecord;
import tcplife.live.HookRecords;
import tcplife.live.Program;

/** A cgroup is named when it is made: nobody could look up the name of one that is gone. */
@Timeout(120)
class CgroupHookIT {
  /** Prints each cgroup's id, which is its directory's inode, and its path. */
  private static final String MAKE_AND_REMOVE =
      """
      mount -t cgroup2 cgroup2 "$1"
      cd "$1"
      for path in tcplife-test tcplife-test/inner; do
        mkdir $path
        echo "$(stat -c %i $path) /$path"
      done
      rmdir tcplife-test/inner tcplife-test
      """;

  @TempDir Path temp;

  @BeforeAll
  static void needRecording() {
    Live.needRecording();
  }

  @Test
  void thatIsGoneBeforeTheRecordingEndsHasItsName() {
    Path capture = temp.resolve("cap");
    Path mount = temp.resolve("cgroup");
    String made;
    try (RecorderProcess recorder = RecorderProcess.start(capture)) {
      made =
          Program.run(
              List.of(
                  "unshare",
                  "--mount",
                  "sh",
                  "-e",
                  "-c",
                  "mkdir \"$1\"; " + MAKE_AND_REMOVE,
                  "sh",
                  mount.toString()));
      recorder.stop("INT");
    }

    List<NameRecord> names = new HookRecords(capture).names;
    names.forEach(name -> assertEquals(NameRecord.CGROUP, name.what()));
    names.forEach(name -> assertFalse(name.cut()));
    Map<String, String> told =
        names.stream()
            .collect(
                Collectors.toMap(
                    name -> Long.toUnsignedString(name.id()),
                    name -> new String(name.text(), StandardCharsets.UTF_8)));
    List<String[]> expected = made.lines().map(line -> line.split(" ")).toList();
    assertEquals(2, expected.size());
    expected.forEach(each -> assertEquals(each[1], told.get(each[0])));
  }
}
