// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.util.List;

/**
 * What a capture was cut from. Its records keep the sequence numbers that they had there, so the
 * gaps between them say nothing of loss; that the original had is told here.
 *
 * @param of id of the original
 * @param options by which its records were chosen
 * @param kept records that were kept, of all kinds: fewer in the capture means that it lost some
 * @param missing events that were made and not there in the original
 * @param skipped events that the kernel did not show to its recorder
 * @param damages places in the original that could not be read
 */
public record Cut(
    String of, List<String> options, long kept, long missing, long skipped, long damages) {
  public Cut {
    options = List.copyOf(options);
  }

  /** Whether nothing was missing in the original. */
  public boolean isOfWhole() {
    return missing == 0 && skipped == 0 && damages == 0;
  }
}
