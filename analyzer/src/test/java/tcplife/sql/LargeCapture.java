// SPDX-License-Identifier: Apache-2.0
package tcplife.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tcplife.capture.StateFields;
import tcplife.capture.SyntheticCapture;
import tcplife.event.TcpState;

/** A capture that takes seconds to read, and little room: all its cycles are one file. */
final class LargeCapture {
  /** Transitions of a cycle. */
  private static final int EACH = 200_000;

  private LargeCapture() {}

  static Path write(Path directory, int cycles) {
    SyntheticCapture capture = SyntheticCapture.in(directory).clock(0, 1_000_000, "UTC");
    for (int i = 0; i < EACH; i += 2) {
      StateFields socket = StateFields.ofSocket(i).ipv4("10.0.0.1", 1024, "10.0.0.2", 80);
      capture.state(socket.at(i, TcpState.CLOSE, TcpState.SYN_SENT));
      capture.state(socket.at(i + 1, TcpState.SYN_SENT, TcpState.CLOSE));
    }
    capture.end();
    try (Stream<Path> files = Files.list(directory.resolve("000001"))) {
      List<Path> first = files.toList();
      for (int cycle = 2; cycle <= cycles; cycle++) {
        Path next = Files.createDirectory(directory.resolve("%06d".formatted(cycle)));
        for (Path each : first) {
          Files.createLink(next.resolve(each.getFileName()), each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }
}
