// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Compression of blocks by the zstd library (RFC 8878). */
final class Zstandard {
  private static final int LEVEL = 3;

  /** Where the library is; unset, its jar unpacks it at every start, for which /tmp may not do. */
  private static final String LIBRARY = "ZstdNativePath";

  static {
    if (System.getProperty(LIBRARY) == null) {
      Path library = besideJar();
      if (library != null) {
        System.setProperty(LIBRARY, library.toString());
      }
    }
  }

  private Zstandard() {}

  /** The library as the build takes it out of its jar; null where the program runs from classes. */
  private static Path besideJar() {
    try {
      Path jar = Path.of(Zstd.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path directory = jar.resolveSibling("linux").resolve(System.getProperty("os.arch"));
      if (!Files.isDirectory(directory)) {
        return null;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "libzstd-jni-*.so")) {
        var file = files.iterator();
        return file.hasNext() ? file.next() : null;
      }
    } catch (IOException | URISyntaxException e) {
      return null; // the jar's own way is left
    }
  }

  /** Loads the library, if it is not yet. */
  static void load() {
    Zstd.maxCompressionLevel();
  }

  /** Makes one frame of all of an array; it tells how long its content is. */
  static byte[] compress(byte[] from) {
    byte[] to = new byte[(int) Zstd.compressBound(from.length)];
    long length = Zstd.compressByteArray(to, 0, to.length, from, 0, from.length, LEVEL);
    return Arrays.copyOf(to, (int) length);
  }

  /** How long a frame says its content is, bytes; negative if it does not say so. */
  static long contentSize(byte[] frame, int length) {
    return Zstd.getFrameContentSize(frame, 0, length);
  }

  /**
   * Fills the first bytes of an array with the content of a frame.
   *
   * @throws BlockException if the frame has another content, or none
   */
  static void decompress(byte[] frame, int length, byte[] to, int size) throws BlockException {
    long done;
    try {
      done = Zstd.decompressByteArray(to, 0, size, frame, 0, length);
    } catch (ZstdException e) {
      throw new BlockException("zstd: " + e.getMessage());
    }
    if (done != size) {
      throw new BlockException("its frame has not the length that it says");
    }
  }
}
