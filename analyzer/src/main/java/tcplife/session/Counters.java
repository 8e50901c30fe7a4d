// SPDX-License-Identifier: Apache-2.0
package tcplife.session;

import tcplife.event.StateLayout;
import tcplife.event.StateView;
import tcplife.event.TcpState;

/** What a socket carried since it began: the kernel's totals at one moment, struct tcp_sock. */
public final class Counters {
  /** Of a minimum RTT that was never measured. */
  public static final long NEVER_MEASURED = 0xffffffffL;

  private long bytesAcked;
  private long bytesReceived;
  private long bytesSent;
  private long bytesRetransmitted;
  private boolean finReceived;
  private int segmentsIn;
  private int segmentsOut;
  private int dataSegmentsIn;
  private int dataSegmentsOut;
  private int retransmits;
  private int delivered;
  private int smoothedRtt;
  private int minimumRtt;
  private int receiveQueue;
  private int sendQueue;

  /** As a transition that carries counters shows them. */
  void set(StateView event) {
    bytesAcked = event.bytesAcked();
    bytesReceived = event.bytesReceived();
    bytesSent = event.bytesSent();
    bytesRetransmitted = event.bytesRetransmitted();
    finReceived = (event.socket() & StateLayout.FIN_RECEIVED) != 0;
    segmentsIn = event.counter(StateLayout.SEGMENTS_IN);
    segmentsOut = event.counter(StateLayout.SEGMENTS_OUT);
    dataSegmentsIn = event.counter(StateLayout.DATA_SEGMENTS_IN);
    dataSegmentsOut = event.counter(StateLayout.DATA_SEGMENTS_OUT);
    retransmits = event.counter(StateLayout.RETRANSMITS);
    delivered = event.counter(StateLayout.DELIVERED);
    smoothedRtt = event.counter(StateLayout.SMOOTHED_RTT);
    minimumRtt = event.counter(StateLayout.MINIMUM_RTT);
    receiveQueue = less(event.counter(StateLayout.RECEIVE_QUEUE), finReceived);
    sendQueue = less(event.counter(StateLayout.SEND_QUEUE), isSynOrFinSent(event.oldState()));
  }

  /**
   * SYN and FIN take a sequence number each, so that the kernel's differences count them as a byte.
   */
  private static int less(int bytes, boolean one) {
    return one && bytes != 0 ? bytes - 1 : bytes;
  }

  /** Whether a state is left when, or by which, a SYN or FIN is acknowledged. */
  private static boolean isSynOrFinSent(int state) {
    return switch (state) {
      case TcpState.SYN_SENT,
          TcpState.SYN_RECV,
          TcpState.FIN_WAIT1,
          TcpState.CLOSING,
          TcpState.LAST_ACK ->
          true;
      default -> false;
    };
  }

  /** Bytes acknowledged by the peer, of which SYN and FIN are one each. */
  public long bytesAcked() {
    return bytesAcked;
  }

  /** Bytes received in order, of which FIN is one. */
  public long bytesReceived() {
    return bytesReceived;
  }

  /** Payload bytes sent again. */
  public long bytesRetransmitted() {
    return bytesRetransmitted;
  }

  /** Payload bytes sent, each once. */
  public long payloadSent() {
    return bytesSent - bytesRetransmitted;
  }

  /** Payload bytes received in order. */
  public long payloadReceived() {
    return Math.max(0, bytesReceived - (finReceived ? 1 : 0));
  }

  public long segmentsIn() {
    return Integer.toUnsignedLong(segmentsIn);
  }

  public long segmentsOut() {
    return Integer.toUnsignedLong(segmentsOut);
  }

  /** Segments received that had payload. */
  public long dataSegmentsIn() {
    return Integer.toUnsignedLong(dataSegmentsIn);
  }

  /** Segments sent that had payload. */
  public long dataSegmentsOut() {
    return Integer.toUnsignedLong(dataSegmentsOut);
  }

  /** Segments sent again. */
  public long retransmits() {
    return Integer.toUnsignedLong(retransmits);
  }

  /** Segments known to have arrived. */
  public long delivered() {
    return Integer.toUnsignedLong(delivered);
  }

  /** µs. */
  public long smoothedRtt() {
    return Integer.toUnsignedLong(smoothedRtt);
  }

  /** µs, or {@link #NEVER_MEASURED}. */
  public long minimumRtt() {
    return Integer.toUnsignedLong(minimumRtt);
  }

  /** Bytes received that nobody read. */
  public long receiveQueue() {
    return Integer.toUnsignedLong(receiveQueue);
  }

  /** Bytes written that were not acknowledged. */
  public long sendQueue() {
    return Integer.toUnsignedLong(sendQueue);
  }
}
