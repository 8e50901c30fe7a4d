-- Who opens so many short sessions to one service that it runs out of local ports?
--
-- @param min_sessions bigint 1000: to the same port of a remote, at least
-- @param ports bigint 28232: that there are: net.ipv4.ip_local_port_range, by default 32768 to 60999
--
-- How to read: who closes first keeps its port for 60 s in TIME_WAIT, for this remote and port. Pressure
-- is the most that were so kept at once, as a share of the ports that there are; near 1, connects fail
-- with EADDRNOTAVAIL. Peak is the most sessions opened in 60 s. Keep-alive or a pool helps.
WITH opens AS (
  SELECT
    host,
    comm,
    netns,
    local_address,
    remote_address,
    remote_port,
    opened,
    duration,
    count(*) OVER sixty_seconds AS opened_60s,
    sum(CASE WHEN closed_first = 'local' AND ending = 'fin' THEN 1 ELSE 0 END)
      OVER sixty_seconds AS kept_60s
  FROM sessions
  WHERE originator = 'local' AND opened_ns IS NOT NULL
  WINDOW sixty_seconds AS (
    PARTITION BY host, netns, local_address, remote_address, remote_port
    ORDER BY opened_ns RANGE BETWEEN 60000000000 PRECEDING AND CURRENT ROW
  )
)
SELECT
  host,
  comm,
  local_address,
  remote_address,
  remote_port,
  count(*) AS sessions,
  max(opened_60s) AS peak,
  round(max(kept_60s) * 1.0 / $ports, 3) AS pressure,
  round(percentile_cont(0.5) WITHIN GROUP (ORDER BY duration) / 1e6, 3) AS median_ms,
  min(opened) AS first_opened,
  max(opened) AS last_opened
FROM opens
GROUP BY host, comm, local_address, remote_address, remote_port
HAVING count(*) >= $min_sessions
ORDER BY sessions DESC, host, comm, local_address, remote_address, remote_port
