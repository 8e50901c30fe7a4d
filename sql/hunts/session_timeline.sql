-- What happened to one session, step by step?
--
-- @param cookie bigint -: of the session, as the other hunts tell it
-- @param host text %: the host's name; % alone is any
-- @param boot text %: the host's boot_id; % alone is any
--
-- How to read: a row for each transition, in order, with the time since the first. A cookie is of one boot
-- of a host: of others it is another session's. Process and COMM are those of the transition, where a
-- process made it: by other transitions, whatever ran is not meant. Counters are told with few transitions.
SELECT
  host,
  boot_id,
  time,
  round((time_ns - min(time_ns) OVER (PARTITION BY host, boot_id)) / 1e6, 6) AS after_ms,
  old_state,
  new_state,
  local_address,
  local_port,
  remote_address,
  remote_port,
  CASE WHEN by_process THEN pid END AS pid,
  CASE WHEN by_process THEN comm END AS comm,
  error,
  bytes_acked,
  bytes_received,
  cpu
FROM transitions
WHERE cookie = $cookie AND ($host = '%' OR host = $host) AND ($boot = '%' OR boot_id = $boot)
ORDER BY host, boot_id, time_ns, sequence
