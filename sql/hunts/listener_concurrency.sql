-- How many sessions had each listening port at once, over time?
--
-- @param bucket_seconds double 60 0.001..: length of a row's time
-- @param min_peak bigint 1: sessions at once, at least
--
-- How to read: a row for each time in which a session of that port began or ended: how many were
-- accepted, and the most that were open at once. Sessions that were open before the recording and are
-- not known to have been accepted are not counted.
WITH events AS (
  SELECT host, boot_id, netns, local_port, comm, opened AS moment, opened_ns AS moment_ns, 1 AS delta
  FROM sessions
  WHERE originator = 'remote' AND opened_ns IS NOT NULL
  UNION ALL
  SELECT host, boot_id, netns, local_port, comm, closed, closed_ns, -1
  FROM sessions
  WHERE originator = 'remote' AND opened_ns IS NOT NULL AND closed_ns IS NOT NULL
),
counts AS (
  SELECT
    host,
    netns,
    local_port,
    comm,
    moment,
    moment_ns,
    delta,
    -- Of what happens at once, the ends come first.
    sum(delta) OVER (
      PARTITION BY host, boot_id, netns, local_port ORDER BY moment_ns, delta
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS open_then
  FROM events
)
SELECT
  host,
  netns,
  local_port,
  max(comm) AS comm,
  min(moment) AS since,
  sum(CASE WHEN delta = 1 THEN 1 ELSE 0 END) AS accepted,
  max(greatest(open_then, open_then - delta)) AS peak
FROM counts
GROUP BY host, netns, local_port, floor(moment_ns / ($bucket_seconds * 1000000000))
-- Where the first thing in it is an end, more were open as the time began.
HAVING max(greatest(open_then, open_then - delta)) >= $min_peak
ORDER BY host, netns, local_port, since
