// SPDX-License-Identifier: Apache-2.0
package tcplife.field;

import java.util.List;
import java.util.function.ToLongFunction;
import tcplife.session.Counters;

/** What a session carried: totals of the kernel, at its close, or when they were last recorded. */
final class CounterFields {
  static final List<Field> FIELDS =
      List.of(
          bytes("payload_sent", "payload sent, each byte once", Counters::payloadSent),
          bytes("payload_received", "payload received in order", Counters::payloadReceived),
          bytes(
              "bytes_acked",
              "acknowledged by the peer; SYN and FIN count one each",
              Counters::bytesAcked),
          bytes("bytes_received", "received in order; FIN counts one", Counters::bytesReceived),
          bytes("bytes_retransmitted", "payload sent again", Counters::bytesRetransmitted),
          counter("segments_in", "", "segments received", Counters::segmentsIn),
          counter("segments_out", "", "segments sent", Counters::segmentsOut),
          counter("data_segments_in", "", "of those with payload", Counters::dataSegmentsIn),
          counter("data_segments_out", "", "of those with payload", Counters::dataSegmentsOut),
          counter("retransmits", "", "segments sent again", Counters::retransmits),
          counter("delivered", "", "segments known to have arrived", Counters::delivered),
          roundTrip("smoothed_rtt", "smoothed round-trip time", 0, Counters::smoothedRtt),
          roundTrip(
              "minimum_rtt",
              "least round-trip time",
              Counters.NEVER_MEASURED,
              Counters::minimumRtt),
          bytes("receive_queue", "payload received and not read by anyone", Counters::receiveQueue),
          bytes("send_queue", "payload written and not acknowledged", Counters::sendQueue));

  private CounterFields() {}

  private static Field bytes(String name, String meaning, ToLongFunction<Counters> counter) {
    return counter(name, "bytes", meaning, counter);
  }

  private static Field counter(
      String name, String unit, String meaning, ToLongFunction<Counters> counter) {
    return Field.number(
        name,
        unit,
        meaning,
        (session, to) -> {
          if (session.isCounted()) {
            to.number(counter.applyAsLong(session.counters()));
          } else {
            to.none();
          }
        });
  }

  /**
   * @param none what the kernel has until it has measured one
   */
  private static Field roundTrip(
      String name, String meaning, long none, ToLongFunction<Counters> counter) {
    return Field.number(
        name,
        "µs",
        meaning,
        (session, to) -> {
          long time = counter.applyAsLong(session.counters());
          if (session.isCounted() && time != none) {
            to.number(time);
          } else {
            to.none();
          }
        });
  }
}
