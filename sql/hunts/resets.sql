-- Which services' sessions were reset, and who aborted them?
--
-- @param min_resets bigint 1: of a program and service, at least
-- @param min_share double 0 0..1: of its sessions, at least
--
-- How to read: the service is the server's address and port, also where the row is the server's. Here
-- says that the owner of this end aborted, or closed with data unread; there, that the peer did. Where
-- both ends are on the recorded host, a reset is told twice, once from each side.
WITH ends AS (
  SELECT
    host,
    netns,
    comm,
    originator,
    CASE WHEN originator = 'remote' THEN local_address ELSE remote_address END AS service_address,
    CASE WHEN originator = 'remote' THEN local_port ELSE remote_port END AS service_port,
    CASE WHEN ending = 'reset' THEN 1 ELSE 0 END AS was_reset,
    closed_first,
    closed
  FROM sockets
)
SELECT
  host,
  netns,
  comm,
  originator,
  service_address,
  service_port,
  sum(was_reset) AS resets,
  sum(CASE WHEN closed_first = 'local' THEN was_reset ELSE 0 END) AS here,
  sum(CASE WHEN closed_first = 'remote' THEN was_reset ELSE 0 END) AS there,
  count(*) AS sessions,
  round(sum(was_reset) * 1.0 / count(*), 3) AS share,
  min(CASE WHEN was_reset = 1 THEN closed END) AS first_reset,
  max(CASE WHEN was_reset = 1 THEN closed END) AS last_reset
FROM ends
GROUP BY host, netns, comm, originator, service_address, service_port
HAVING sum(was_reset) >= greatest($min_resets, 1) AND sum(was_reset) >= $min_share * count(*)
ORDER BY resets DESC, host, netns, comm, service_address, service_port
