// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.nio.file.Path;

/** Makes sure that the disk can back a range of a file before it is written. */
@FunctionalInterface
public interface DiskSpace {
  /**
   * Allocates a range (bytes) of a file, whose length stays.
   *
   * @throws DiskException if it cannot be backed, or may not
   */
  void allocate(Path file, long offset, long length);
}
