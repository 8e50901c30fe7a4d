-- Which sessions were closed here, and their peers do not go along?
--
-- @param min_sessions bigint 10: of a process, service and state, at least
-- @param min_seconds double 0: time since the close, at least
--
-- How to read: in FIN_WAIT1 the peer has not acknowledged the FIN: it is gone, or does not read what is
-- still queued. In FIN_WAIT2 it has, and does not close itself: a CLOSE_WAIT leak at the other end.
-- Seconds are NULL where the close or the session is older than the recording. The service port is the server's.
WITH waits AS (
  SELECT
    host,
    comm,
    pid,
    CASE WHEN originator = 'remote' THEN local_port ELSE remote_port END AS service_port,
    remote_address,
    state,
    send_queue,
    age - connecting - established AS since_close
  FROM sessions
  WHERE open AND state IN ('FIN_WAIT1', 'FIN_WAIT2')
)
SELECT
  host,
  comm,
  pid,
  service_port,
  state,
  count(*) AS sessions,
  count(DISTINCT remote_address) AS remotes,
  coalesce(sum(send_queue), 0) AS bytes_queued,
  round(min(since_close) / 1e9, 3) AS least_seconds,
  round(max(since_close) / 1e9, 3) AS most_seconds
FROM waits
WHERE since_close IS NULL OR since_close >= $min_seconds * 1000000000
GROUP BY host, comm, pid, service_port, state
HAVING count(*) >= $min_sessions
ORDER BY sessions DESC, host, comm, pid, service_port, state
