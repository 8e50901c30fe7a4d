-- Which processes do not close what their peers have closed?
--
-- @param min_seconds double 60: time in CLOSE_WAIT, at least
-- @param min_sessions bigint 1: of a process and service, at least
--
-- How to read: in CLOSE_WAIT only the owner can act. Still open and growing in age, they are leaked
-- descriptors; those that were closed after all show an owner that is slow. Older is how many of them were
-- in that state before the recording: since when is not known, so they are told whatever is asked for, and
-- do not count in the seconds. Of sessions whose end was lost the time is not known, and they are left out.
-- The service port is the server's; where it is not known who connected, the remote's.
WITH waits AS (
  SELECT
    host,
    comm,
    pid,
    executable,
    CASE WHEN originator = 'remote' THEN local_port ELSE remote_port END AS service_port,
    remote_address,
    open,
    coalesce(close_wait, CASE WHEN open THEN seen_until_ns - state_since_ns END) AS in_state
  FROM sockets
  WHERE close_wait IS NOT NULL OR state = 'CLOSE_WAIT'
)
SELECT
  host,
  comm,
  pid,
  executable,
  service_port,
  count(*) AS sessions,
  sum(CASE WHEN open THEN 1 ELSE 0 END) AS still_open,
  sum(CASE WHEN in_state IS NULL THEN 1 ELSE 0 END) AS older,
  count(DISTINCT remote_address) AS remotes,
  round(min(in_state) / 1e9, 3) AS least_seconds,
  round(max(in_state) / 1e9, 3) AS most_seconds
FROM waits
WHERE in_state >= $min_seconds * 1000000000 OR (in_state IS NULL AND open)
GROUP BY host, comm, pid, executable, service_port
HAVING count(*) >= $min_sessions
ORDER BY sessions DESC, host, comm, pid, service_port
