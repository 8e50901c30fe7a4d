-- Which programs try again and again, soon after they failed?
--
-- @param min_attempts bigint 50: failed connects to the same port of a remote, at least
-- @param max_interval_ms double 1000: median time between them, at most
--
-- How to read: a client without back-off. Succeeded are its connects to the same port that did not fail:
-- with some, the server was away for a time or is overloaded, with none it is not there. A connect that is
-- still under way, or of which nobody knows how it ended, counts as neither.
WITH attempts AS (
  SELECT
    host,
    netns,
    comm,
    remote_address,
    remote_port,
    opened,
    opened_ns,
    CASE WHEN outcome IN ('S0', 'REJ') OR ending = 'unsent' THEN 1 ELSE 0 END AS failed
  FROM sockets
  WHERE
    originator = 'local' AND opened_ns IS NOT NULL AND NOT (outcome = 'S0' AND ending = 'open')
    AND (ending = 'unsent' OR NOT (outcome = 'OTH' AND path IN ('SYN_SENT', 'SYN_SENT CLOSE')))
),
gaps AS (
  SELECT
    host,
    netns,
    comm,
    remote_address,
    remote_port,
    opened,
    failed,
    opened_ns - lag(opened_ns) OVER (
      PARTITION BY host, netns, comm, remote_address, remote_port, failed ORDER BY opened_ns
    ) AS gap
  FROM attempts
)
SELECT
  host,
  netns,
  comm,
  remote_address,
  remote_port,
  sum(failed) AS failed,
  count(*) - sum(failed) AS succeeded,
  round(
    percentile_cont(0.5) WITHIN GROUP (ORDER BY CASE WHEN failed = 1 THEN gap END) / 1e6, 3
  ) AS median_interval_ms,
  min(opened) AS first_opened,
  max(opened) AS last_opened
FROM gaps
GROUP BY host, netns, comm, remote_address, remote_port
HAVING
  sum(failed) >= $min_attempts
  AND percentile_cont(0.5) WITHIN GROUP (ORDER BY CASE WHEN failed = 1 THEN gap END)
    <= $max_interval_ms * 1000000
ORDER BY failed DESC, host, netns, comm, remote_address, remote_port
