-- Which processes try many ports or many remotes, mostly in vain?
--
-- @param min_targets bigint 20: ports of remotes that never answered, at least
-- @param min_failed double 0.5 0..1: their share of all targets, at least
--
-- How to read: a target is a port of a remote. A vertical scan tries ports, a horizontal one remotes.
-- Refused targets are closed ports; silent ones are filtered, or nobody is there; answered ones are
-- what the scan found. Connects that are still under way, or that failed on this host, tell of no target.
WITH targets AS (
  SELECT
    host,
    comm,
    pid,
    remote_address,
    remote_port,
    min(opened) AS first_opened,
    max(opened) AS last_opened,
    max(CASE WHEN outcome NOT IN ('S0', 'REJ') THEN 1 ELSE 0 END) AS answered,
    max(CASE WHEN outcome = 'REJ' THEN 1 ELSE 0 END) AS refused
  FROM sessions
  WHERE
    originator = 'local' AND NOT (outcome = 'S0' AND ending = 'open') AND ending <> 'unsent'
  GROUP BY host, comm, pid, remote_address, remote_port
)
SELECT
  host,
  comm,
  pid,
  CASE
    WHEN count(DISTINCT remote_port) >= count(DISTINCT remote_address) THEN 'vertical'
    ELSE 'horizontal'
  END AS scan,
  count(*) AS targets,
  count(DISTINCT remote_address) AS remotes,
  count(DISTINCT remote_port) AS ports,
  sum(answered) AS answered,
  sum(CASE WHEN answered = 0 AND refused = 1 THEN 1 ELSE 0 END) AS refused,
  sum(CASE WHEN answered = 0 AND refused = 0 THEN 1 ELSE 0 END) AS silent,
  min(first_opened) AS first_opened,
  max(last_opened) AS last_opened
FROM targets
GROUP BY host, comm, pid
HAVING sum(1 - answered) >= $min_targets AND sum(1 - answered) >= $min_failed * count(*)
ORDER BY targets DESC, host, comm, pid
