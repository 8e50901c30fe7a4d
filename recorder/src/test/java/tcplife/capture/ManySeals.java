// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import tcplife.capture.Manifest.Recording;

/**
 * A capture that nobody recorded: sealed cycles that have nothing but a seal, of which very many
 * are small to send and much for those who read them.
 */
public final class ManySeals {
  private static final String ID = "00000000-0000-4000-8000-000000000001";
  private static final String ANOTHER = "00000000-0000-4000-8000-000000000002";

  private final Path capture;
  private List<Integer> unsealed = List.of();
  private String host = "host";

  private ManySeals(Path capture) {
    this.capture = capture;
  }

  /**
   * Makes the directory.
   *
   * @param recordings as many are named, one for each cycle from the first on
   */
  public static ManySeals in(Path capture, int recordings) throws IOException {
    Files.createDirectory(capture);
    List<Recording> runs =
        IntStream.rangeClosed(1, recordings)
            .mapToObj(each -> new Recording(each, "run " + each, "boot", "", "", "", List.of()))
            .toList();
    Manifest manifest = new Manifest(ID, "host", runs);
    Files.writeString(capture.resolve(Manifest.FILE), ManifestFile.toJson(manifest));
    return new ManySeals(capture);
  }

  /** What follows tells of these that they could not be sealed. */
  public ManySeals unsealed(List<Integer> cycles) {
    unsealed = cycles;
    return this;
  }

  /** What follows is of a host with this name. */
  public ManySeals host(String name) {
    host = name;
    return this;
  }

  /** Adds a cycle. */
  public ManySeals add(int cycle, String ending, int oldest) throws IOException {
    return add(cycle, ID, ending, oldest);
  }

  /** Adds a cycle that has the seal of another capture. */
  public ManySeals addOfAnother(int cycle) throws IOException {
    return add(cycle, ANOTHER, Seal.DROPPED, 1);
  }

  private ManySeals add(int cycle, String id, String ending, int oldest) throws IOException {
    byte[] text =
        new Seal(
                id,
                cycle,
                "",
                "",
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                null,
                ending,
                oldest,
                unsealed,
                "",
                host,
                Recording.UNKNOWN,
                "",
                "",
                "",
                null,
                null)
            .text();
    int size = SealedLayout.HEAD_SIZE + SealedLayout.TEXT_HEADER + text.length;
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new SealedHead(cycle, ID).bytes());
    bytes.putInt(SealedLayout.SEAL_MAGIC).putInt(text.length).putInt(SealedEnd.crc(text)).put(text);
    Files.write(CycleFiles.sealed(capture, cycle), bytes.array());
    return this;
  }
}
