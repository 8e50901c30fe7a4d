// SPDX-License-Identifier: Apache-2.0
package tcplife.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import tcplife.event.TcpState;

/**
 * A capture of one cycle with {@value #BATCHES} batches of {@value #RECORDS} transitions, whose
 * cookies count from 0; the last batch holds the end record too.
 */
final class NumberedBatches {
  static final int BATCHES = 8;
  static final int RECORDS = 5;

  private NumberedBatches() {}

  static QueueFile make(Path path) throws IOException {
    SyntheticCapture capture = SyntheticCapture.in(path);
    for (int i = 0; i < BATCHES * RECORDS; i++) {
      capture.state(StateFields.ofSocket(i).at(i + 1, TcpState.LISTEN, TcpState.SYN_RECV));
      if (i % RECORDS == RECORDS - 1 && i / RECORDS < BATCHES - 1) {
        capture.batch();
      }
    }
    capture.end();
    return new QueueFile(path);
  }

  static List<Long> allCookies() {
    return cookiesBefore(BATCHES);
  }

  static List<Long> cookiesBefore(int batch) {
    return LongStream.range(0, batch * RECORDS).boxed().toList();
  }

  static List<Long> cookiesWithout(Integer... batches) {
    Set<Integer> missing = Set.of(batches);
    return allCookies().stream()
        .filter(cookie -> !missing.contains((int) (cookie / RECORDS)))
        .toList();
  }
}
