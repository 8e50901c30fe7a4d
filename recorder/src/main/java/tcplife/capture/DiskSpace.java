// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.file.Path;

/** Makes sure that the disk can back a range of a file before it is written through a mapping. */
@FunctionalInterface
public interface DiskSpace {
  /** Throws, with the reason, if a range (bytes) of the file cannot be backed. */
  void allocate(Path file, long offset, long length);
}
