-- With which remotes was most exchanged?
--
-- @param top bigint 20 1..: rows
--
-- How to read: payload in bytes, as the recorded host sent and received it; outgoing are sessions that
-- it opened, incoming those that it accepted, and of the others it is not known.
SELECT
  host,
  remote_address,
  count(*) AS sessions,
  sum(CASE WHEN originator = 'local' THEN 1 ELSE 0 END) AS outgoing,
  sum(CASE WHEN originator = 'remote' THEN 1 ELSE 0 END) AS incoming,
  count(DISTINCT comm) AS programs,
  coalesce(sum(payload_sent), 0) AS sent,
  coalesce(sum(payload_received), 0) AS received
FROM sockets
GROUP BY host, remote_address
ORDER BY sent + received DESC, sessions DESC, host, remote_address
LIMIT $top
