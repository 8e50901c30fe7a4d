-- Which sessions were closed here, and their peers do not go along?
--
-- @param min_sessions bigint 10: of a process, service and state, at least
-- @param min_seconds double 0: time in that state, at least
--
-- How to read: in FIN_WAIT1 the peer has not acknowledged the FIN: it is gone, or does not read what is
-- still queued. In FIN_WAIT2 it has, and does not close itself: a CLOSE_WAIT leak at the other end.
-- Seconds are those in that state. Older is how many were in it before the recording: since when is not known,
-- so they are told whatever is asked for, and do not count in the seconds. The service port is the server's;
-- where it is not known who connected, the remote's.
WITH waits AS (
  SELECT
    host,
    comm,
    pid,
    CASE WHEN originator = 'remote' THEN local_port ELSE remote_port END AS service_port,
    remote_address,
    state,
    send_queue,
    seen_until_ns - state_since_ns AS in_state
  FROM sockets
  WHERE open AND state IN ('FIN_WAIT1', 'FIN_WAIT2')
)
SELECT
  host,
  comm,
  pid,
  service_port,
  state,
  count(*) AS sessions,
  sum(CASE WHEN in_state IS NULL THEN 1 ELSE 0 END) AS older,
  count(DISTINCT remote_address) AS remotes,
  coalesce(sum(send_queue), 0) AS bytes_queued,
  round(min(in_state) / 1e9, 3) AS least_seconds,
  round(max(in_state) / 1e9, 3) AS most_seconds
FROM waits
WHERE in_state IS NULL OR in_state >= $min_seconds * 1000000000
GROUP BY host, comm, pid, service_port, state
HAVING count(*) >= $min_sessions
ORDER BY sessions DESC, host, comm, pid, service_port, state
