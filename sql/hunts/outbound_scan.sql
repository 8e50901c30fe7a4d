-- Which programs try many ports or many remotes, mostly in vain?
--
-- @param min_targets bigint 20: ports of remotes that never answered, at least
-- @param min_failed double 0.5 0..1: their share of all targets, at least
--
-- How to read: a target is a port of a remote. A vertical scan tries ports, a horizontal one remotes.
-- Refused targets are closed ports; silent ones are filtered, or nobody is there; answered ones are
-- what the scan found. A process that tries so many by itself has a row; the others of a program (COMM,
-- user and network namespace, in one boot) are taken together, with their number and without a PID, since
-- a scan may be a process for each connect. Connects that are still under way, that failed on this host,
-- or of which nobody knows how they ended, tell of no target.
WITH targets AS (
  SELECT
    host,
    boot_id,
    netns,
    uid,
    comm,
    pid,
    remote_address,
    remote_port,
    min(opened) AS first_opened,
    max(opened) AS last_opened,
    max(CASE WHEN outcome NOT IN ('S0', 'REJ') THEN 1 ELSE 0 END) AS answered,
    max(CASE WHEN outcome = 'REJ' THEN 1 ELSE 0 END) AS refused
  FROM sockets
  WHERE
    originator = 'local' AND NOT (outcome = 'S0' AND ending = 'open') AND ending <> 'unsent'
    AND NOT (outcome = 'OTH' AND path IN ('SYN_SENT', 'SYN_SENT CLOSE'))
  GROUP BY host, boot_id, netns, uid, comm, pid, remote_address, remote_port
),
tried AS (
  SELECT
    *,
    sum(1 - answered) OVER process AS in_vain,
    count(*) OVER process AS tries,
    row_number() OVER (
      PARTITION BY host, boot_id, netns, uid, comm, pid ORDER BY remote_address, remote_port
    ) AS nth
  FROM targets
  WINDOW process AS (PARTITION BY host, boot_id, netns, uid, comm, pid)
),
scanned AS (
  SELECT
    host,
    boot_id,
    netns,
    uid,
    comm,
    CASE WHEN in_vain >= $min_targets AND in_vain >= $min_failed * tries THEN pid END AS pid,
    remote_address,
    remote_port,
    sum(CASE WHEN nth = 1 THEN 1 ELSE 0 END) AS processes,
    min(first_opened) AS first_opened,
    max(last_opened) AS last_opened,
    max(answered) AS answered,
    max(refused) AS refused
  FROM tried
  GROUP BY
    host,
    boot_id,
    netns,
    uid,
    comm,
    CASE WHEN in_vain >= $min_targets AND in_vain >= $min_failed * tries THEN pid END,
    remote_address,
    remote_port
)
SELECT
  host,
  netns,
  comm,
  uid,
  pid,
  sum(processes) AS processes,
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
FROM scanned
GROUP BY host, boot_id, netns, uid, comm, pid
HAVING sum(1 - answered) >= $min_targets AND sum(1 - answered) >= $min_failed * count(*)
ORDER BY targets DESC, host, netns, comm, uid, pid, first_opened
