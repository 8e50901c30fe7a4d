-- What began to listen during the recording, and had not listened before?
--
-- @param max_port bigint 65535 0..65535: ports up to this only: 32767 leaves ephemeral ones out
--
-- How to read: a listener is known by network namespace, address, port and COMM, so a server that comes
-- back is not new, nor one that an inventory found, unless an earlier capture saw it begin. Accepted are the
-- sessions of its port in the same network namespace. A shell, an interpreter, or a high port of a user's
-- is worth a look.
WITH boots AS (
  SELECT host, boot_id, min(started_ns) AS started_ns FROM captures GROUP BY host, boot_id
),
sockets AS (
  SELECT
    host,
    boot_id,
    netns,
    local_address,
    local_port,
    pid,
    comm,
    executable,
    command_line,
    uid,
    opened,
    opened_ns,
    coalesce(closed, max(closed) OVER (PARTITION BY host, boot_id, cookie)) AS closed,
    min(opened_ns) OVER (PARTITION BY host, boot_id, cookie) AS begun_ns
  FROM listeners
),
seen AS (
  SELECT
    sockets.*,
    -- What no capture saw begin was there before those of its boot.
    min(coalesce(opened_ns, begun_ns, started_ns, 0)) OVER (
      PARTITION BY sockets.host, netns, local_address, local_port, comm
    ) AS first_ns
  FROM sockets
  LEFT JOIN boots ON boots.host = sockets.host AND boots.boot_id = sockets.boot_id
),
accepts AS (
  SELECT host, boot_id, netns, local_port, count(*) AS accepted
  FROM sessions
  WHERE originator = 'remote'
  GROUP BY host, boot_id, netns, local_port
)
SELECT
  seen.host,
  seen.netns,
  seen.local_address,
  seen.local_port,
  seen.pid,
  seen.comm,
  seen.executable,
  seen.command_line,
  seen.uid,
  seen.opened,
  seen.closed,
  coalesce(accepts.accepted, 0) AS accepted
FROM seen
LEFT JOIN accepts
  ON accepts.host = seen.host
  AND accepts.boot_id = seen.boot_id
  AND coalesce(accepts.netns, 0) = coalesce(seen.netns, 0)
  AND accepts.local_port = seen.local_port
WHERE seen.opened_ns = seen.first_ns AND seen.local_port <= $max_port
ORDER BY seen.host, seen.opened, seen.local_port
