-- Which sessions had to send much of their payload again?
--
-- @param min_retransmits bigint 10: segments sent again, at least
-- @param min_share double 0.01: bytes sent again for each byte of payload, at least
--
-- How to read: a link that drops, a queue that is full, or a peer that is overrun. Compare the smoothed
-- round-trip time with the least one: far above, a queue is full; near it, the link drops. Lost SYNs
-- carry no payload: see slow_handshakes.
SELECT
  host,
  comm,
  pid,
  local_address,
  local_port,
  remote_address,
  remote_port,
  payload_sent AS sent,
  bytes_retransmitted,
  round(bytes_retransmitted * 1.0 / payload_sent, 3) AS share,
  retransmits,
  segments_out,
  round(smoothed_rtt / 1e3, 3) AS smoothed_rtt_ms,
  round(minimum_rtt / 1e3, 3) AS minimum_rtt_ms,
  opened,
  cookie
FROM sockets
WHERE
  payload_sent > 0
  AND bytes_retransmitted > 0
  AND retransmits >= $min_retransmits
  AND bytes_retransmitted >= $min_share * payload_sent
ORDER BY share DESC, host, cookie
