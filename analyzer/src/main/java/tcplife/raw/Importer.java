// SPDX-License-Identifier: Apache-2.0
package tcplife.raw;

import tcplife.capture.NewCapture;

/** Makes a capture of the lines of a text. */
interface Importer {
  /**
   * Takes the next line.
   *
   * @throws BadLineException if it is not as it should be
   */
  void take(byte[] line, NewCapture capture);

  /** After the last line. */
  void end(NewCapture capture);

  /** The recorded host's name; empty where it is not known. */
  String host();
}
