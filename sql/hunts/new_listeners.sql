-- What began to listen during the recording, and had not listened before?
--
-- @param max_port bigint 65535 0..65535: ports up to this only: 32767 leaves ephemeral ones out
--
-- How to read: a listener is known by network namespace, address, port and COMM, so a server that comes
-- back is not new, nor one that an inventory found, unless an earlier capture saw it begin. One in another
-- network namespace is another one while the first is there; if that has ended, as where a container was
-- started again, or was in another boot, it is the same that came back. Accepted are the sessions of its
-- port in the same network namespace. A shell, an interpreter, or a high port of a user's is worth a look.
WITH found AS (
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
    max(closed) OVER (PARTITION BY host, boot_id, cookie) AS closed,
    max(closed_ns) OVER (PARTITION BY host, boot_id, cookie) AS closed_ns,
    min(coalesce(opened_ns, seen_from_ns)) OVER (PARTITION BY host, boot_id, cookie) AS since_ns
  FROM listeners
),
seen AS (
  SELECT
    *,
    min(since_ns) OVER (PARTITION BY host, boot_id, netns, local_address, local_port, comm) AS first_here_ns,
    min(since_ns) OVER (PARTITION BY host, boot_id, local_address, local_port, comm) AS first_of_boot_ns,
    min(closed_ns) OVER (PARTITION BY host, boot_id, local_address, local_port, comm) AS first_closed_ns,
    min(since_ns) OVER (PARTITION BY host, local_address, local_port, comm) AS first_ns
  FROM found
),
accepts AS (
  SELECT host, boot_id, netns, local_port, count(*) AS accepted
  FROM sockets
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
WHERE
  seen.opened_ns = seen.first_here_ns
  AND first_ns = first_of_boot_ns
  AND (first_closed_ns IS NULL OR first_closed_ns >= seen.opened_ns)
  AND seen.local_port <= $max_port
ORDER BY seen.host, seen.opened, seen.local_port
