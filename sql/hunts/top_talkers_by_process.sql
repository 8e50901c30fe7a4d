-- Which programs carried most?
--
-- @param top bigint 20 1..: rows
--
-- How to read: payload in bytes, of all sessions of a program (COMM and executable), by however many
-- processes, as client or server. What a session carried that is still open is known if an inventory
-- or a FIN told it; the others count as 0. Both ends of a connection within the host count.
SELECT
  host,
  comm,
  executable,
  count(DISTINCT pid) AS processes,
  count(*) AS sessions,
  count(DISTINCT remote_address) AS remotes,
  coalesce(sum(payload_sent), 0) AS sent,
  coalesce(sum(payload_received), 0) AS received
FROM sockets
GROUP BY host, comm, executable
ORDER BY sent + received DESC, sessions DESC, host, comm, executable
LIMIT $top
