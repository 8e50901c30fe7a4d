-- Who opens so many short sessions to one service that it runs out of local ports?
--
-- @param min_sessions bigint 1000: to the same port of a remote, at least
-- @param ports bigint 28232 1..65535: that there are: net.ipv4.ip_local_port_range, by default 32768 to 60999
--
-- How to read: who closes first keeps its port for 60 s in TIME_WAIT, for this remote and port. Pressure
-- is the most that were so kept at once, as a share of the ports that there are; near 1, connects fail
-- with EADDRNOTAVAIL. Peak is the most sessions opened in 60 s. Ports are those of a network namespace, so
-- all its programs share in both. Keep-alive or a pool helps.
WITH opens AS (
  SELECT
    host,
    netns,
    comm,
    local_address,
    remote_address,
    remote_port,
    opened,
    duration,
    count(*) OVER (
      PARTITION BY host, netns, local_address, remote_address, remote_port
      ORDER BY opened_ns RANGE BETWEEN 60000000000 PRECEDING AND CURRENT ROW
    ) AS opened_60s
  FROM sockets
  WHERE originator = 'local' AND opened_ns IS NOT NULL
),
closes AS (
  SELECT
    host,
    netns,
    local_address,
    remote_address,
    remote_port,
    count(*) OVER (
      PARTITION BY host, netns, local_address, remote_address, remote_port
      ORDER BY closed_ns RANGE BETWEEN 60000000000 PRECEDING AND CURRENT ROW
    ) AS kept_60s
  FROM sockets
  WHERE
    originator = 'local' AND closed_first = 'local' AND ending = 'fin' AND closed_ns IS NOT NULL
),
kept AS (
  SELECT host, netns, local_address, remote_address, remote_port, max(kept_60s) AS most
  FROM closes
  GROUP BY host, netns, local_address, remote_address, remote_port
)
SELECT
  opens.host,
  opens.comm,
  opens.netns,
  opens.local_address,
  opens.remote_address,
  opens.remote_port,
  count(*) AS sessions,
  max(opened_60s) AS peak,
  round(coalesce(max(most), 0) * 1.0 / $ports, 3) AS pressure,
  round(percentile_cont(0.5) WITHIN GROUP (ORDER BY duration) / 1e6, 3) AS median_ms,
  min(opened) AS first_opened,
  max(opened) AS last_opened
FROM opens
LEFT JOIN kept
  ON kept.host = opens.host
  AND coalesce(kept.netns, 0) = coalesce(opens.netns, 0)
  AND kept.local_address = opens.local_address
  AND kept.remote_address = opens.remote_address
  AND kept.remote_port = opens.remote_port
GROUP BY
  opens.host,
  opens.comm,
  opens.netns,
  opens.local_address,
  opens.remote_address,
  opens.remote_port
HAVING count(*) >= $min_sessions
ORDER BY sessions DESC, host, comm, netns, local_address, remote_address, remote_port
