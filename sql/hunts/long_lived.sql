-- Which sessions lasted long, or are still open?
--
-- @param min_seconds double 3600: time that it is known to have lasted, at least
--
-- How to read: seconds are the duration of a session, or the age of an open one. With at_least they are what
-- was seen of it: it began before the recording, or its end was lost. Those that are older than the recording
-- and still open come first, and are told whatever is asked for. Payload is NULL where it was not told before
-- the recording ended.
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
  round(coalesce(duration, age, seen_until_ns - seen_from_ns) / 1e9, 3) AS seconds,
  coalesce(duration, age) IS NULL AS at_least,
  payload_sent AS sent,
  payload_received AS received,
  cookie
FROM sockets
WHERE
  coalesce(duration, age, seen_until_ns - seen_from_ns) >= $min_seconds * 1000000000
  OR (opened_ns IS NULL AND open)
ORDER BY
  CASE WHEN opened_ns IS NULL AND open THEN 0 ELSE 1 END,
  seconds DESC,
  host,
  local_address,
  local_port,
  remote_address,
  remote_port
