-- Who talked with a remote, within a time?
--
-- @param address address -: of the remote; no range
-- @param port bigint 0 0..65535: of the remote or of this host; 0 is any
-- @param from timestamp 1970-01-01: sessions that were open then or later; any form of --from, UTC
-- @param to timestamp 2200-01-01: sessions that had begun by then; likewise
--
-- How to read: a row for each process and direction. Payload is in bytes. A session whose beginning is not
-- known counts as open before the recording met it. What was open when the last recording of its boot ended
-- counts until then, and is still_open; one whose end was lost counts until it was found to be gone.
SELECT
  host,
  comm,
  pid,
  owner_user,
  command_line,
  originator,
  CASE WHEN originator = 'remote' THEN local_port ELSE remote_port END AS service_port,
  count(*) AS sessions,
  sum(CASE WHEN open THEN 1 ELSE 0 END) AS still_open,
  coalesce(sum(payload_sent), 0) AS sent,
  coalesce(sum(payload_received), 0) AS received,
  min(opened) AS first_opened,
  max(closed) AS last_closed
FROM sockets
WHERE
  remote_address = $address
  AND ($port = 0 OR remote_port = $port OR local_port = $port)
  AND (seen_until IS NULL OR seen_until >= $from)
  AND (opened IS NULL OR opened <= $to)
GROUP BY
  host,
  comm,
  pid,
  owner_user,
  command_line,
  originator,
  CASE WHEN originator = 'remote' THEN local_port ELSE remote_port END
ORDER BY sessions DESC, host, comm, pid, service_port
