-- Which sessions lasted long, or are still open?
--
-- @param min_seconds double 3600: duration, or age of an open one, at least
--
-- How to read: sessions that are older than the recording and still open come first: how old they are is
-- not known, and they are told whatever is asked for. Payload is NULL where it was not told before the
-- recording ended.
SELECT
  host,
  comm,
  pid,
  local_address,
  local_port,
  remote_address,
  remote_port,
  state,
  opened,
  closed,
  round(coalesce(duration, age) / 1e9, 3) AS seconds,
  payload_sent AS sent,
  payload_received AS received,
  cookie
FROM sockets
WHERE
  coalesce(duration, age) >= $min_seconds * 1000000000
  OR (opened_ns IS NULL AND open)
ORDER BY seconds DESC NULLS FIRST, host, local_address, local_port, remote_address, remote_port
