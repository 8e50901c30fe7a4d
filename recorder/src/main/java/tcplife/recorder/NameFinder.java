// SPDX-License-Identifier: Apache-2.0
package tcplife.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tcplife.bpf.Host;
import tcplife.bpf.Ids;
import tcplife.bpf.Names;
import tcplife.event.NameRecord;
import tcplife.event.RecordHeader;

/**
 * Writes what numbers stand for: a capture is read elsewhere. In a cycle each is looked for once; a
 * name that cannot be found has no record.
 */
final class NameFinder {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private final RecordBlocks blocks;

  /** As {@link Ids} packs them. */
  private final Set<Long> known = new HashSet<>();

  private Map<Integer, byte[]> hidden = Map.of();

  NameFinder(RecordBlocks blocks) {
    this.blocks = blocks;
  }

  /**
   * Begins a cycle: writes the names of all cgroups, of all network namespaces with one, and of
   * hidden processes.
   */
  void beginCycle() {
    known.clear();
    nameHidden(hidden);
    NetworkNamespaces.named()
        .forEach((inode, file) -> write(NameRecord.NETNS, inode, file.getFileName().toString()));
    String mount = cgroupMount();
    if (mount != null) {
      copyAll(Names.cgroups(mount));
    }
  }

  /**
   * Writes which processes the kernel hides: now, and as each cycle begins.
   *
   * @param processes their command names, by PID
   */
  void nameHidden(Map<Integer, byte[]> processes) {
    hidden = processes;
    processes.forEach((process, comm) -> write(NameRecord.HIDDEN, process, comm));
  }

  private void copyAll(ByteBuffer records) {
    while (records.hasRemaining()) {
      int at = records.position();
      int length = RecordHeader.length(records, at);
      known.add(Ids.pack(NameRecord.CGROUP, NameRecord.read(records, at).id()));
      blocks.room(length).put(records.slice(at, length));
      records.position(at + length);
    }
  }

  /** Writes the names of ids that this cycle has none of yet. */
  void find(long[] ids) {
    for (long packed : ids) {
      if (known.add(packed)) {
        find(Ids.what(packed), Ids.id(packed));
      }
    }
  }

  private void find(int what, long id) {
    switch (what) {
      case NameRecord.USER -> write(what, id, Names.user((int) id));
      case NameRecord.CGROUP -> findCgroup(id);
      default -> {
        Path file = NetworkNamespaces.named().get(id);
        if (file != null) {
          write(what, id, file.getFileName().toString());
        }
      }
    }
  }

  private void findCgroup(long id) {
    String mount = cgroupMount();
    byte[] path = mount == null ? null : Names.cgroup(mount, id);
    if (path != null) {
      int prefix = mount.getBytes(StandardCharsets.UTF_8).length;
      byte[] below = Arrays.copyOfRange(path, prefix, path.length);
      write(NameRecord.CGROUP, id, below.length == 0 ? new byte[] {'/'} : below);
    }
  }

  private void write(int what, long id, String name) {
    known.add(Ids.pack(what, id));
    write(what, id, name.getBytes(StandardCharsets.UTF_8));
  }

  private void write(int what, long id, byte[] name) {
    if (name != null) {
      NameRecord record = new NameRecord(Host.clockPair()[0], id, what, name, false);
      blocks.add(record.size(), record::write);
    }
  }

  /** Where the unified hierarchy is mounted, null if it is not. */
  private static String cgroupMount() {
    try {
      for (String line : Files.readAllLines(MOUNTS)) {
        if (line.contains(" - cgroup2 ")) {
          return line.split(" ")[4]; // proc(5)
        }
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }
}
