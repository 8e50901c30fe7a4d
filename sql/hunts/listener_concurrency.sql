-- How many sessions had each listening port at once, over time?
--
-- @param bucket_seconds double 60 0.001..: length of a row's time
-- @param min_peak bigint 1: sessions at once, at least
--
-- How to read: a row for each time in which a session of that port began, was met or ended: how many were
-- accepted, and the most that were open at once. Sessions that are older than the recording count from when
-- it met them, and not as accepted; where it is not known who connected, they do not count at all. One
-- whose end was lost counts until it was found to be gone.
WITH events AS (
  SELECT
    host, boot_id, netns, local_port, comm, seen_from AS moment, seen_from_ns AS moment_ns, 1 AS delta,
    CASE WHEN opened_ns IS NULL THEN 0 ELSE 1 END AS accepted
  FROM sockets
  WHERE originator = 'remote' AND seen_from_ns IS NOT NULL
  UNION ALL
  SELECT host, boot_id, netns, local_port, comm, seen_until, seen_until_ns, -1, 0
  FROM sockets
  WHERE originator = 'remote' AND seen_from_ns IS NOT NULL AND NOT open
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
    accepted,
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
  sum(accepted) AS accepted,
  max(greatest(open_then, open_then - delta)) AS peak
FROM counts
GROUP BY host, netns, local_port, floor(moment_ns / ($bucket_seconds * 1000000000))
-- Where the first thing in it is an end, more were open as the time began.
HAVING max(greatest(open_then, open_then - delta)) >= $min_peak
ORDER BY host, netns, local_port, since
