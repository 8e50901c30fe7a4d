-- Which sessions took long to be established?
--
-- @param min_ms double 500: from the first SYN, at least
--
-- How to read: about 1 s, 3 s, 7 s or 1 s, 2 s, 3 s are SYNs that were lost or dropped by a full
-- backlog, and sent again (retransmits count them); others are a long way, or a peer that was slow.
-- Usual is the median of all sessions of this host's network namespace to the
-- same port of the remote.
WITH usual AS (
  SELECT
    host,
    coalesce(netns, 0) AS netns,
    remote_address,
    remote_port,
    count(*) AS sessions,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY connecting) AS connecting
  FROM sockets
  WHERE originator = 'local' AND connecting IS NOT NULL
  GROUP BY host, coalesce(netns, 0), remote_address, remote_port
)
SELECT
  slow.host,
  slow.comm,
  slow.pid,
  slow.local_port,
  slow.remote_address,
  slow.remote_port,
  slow.opened,
  round(slow.connecting / 1e6, 3) AS connecting_ms,
  round(usual.connecting / 1e6, 3) AS usual_ms,
  usual.sessions AS sessions_there,
  slow.retransmits,
  round(slow.minimum_rtt / 1e3, 3) AS minimum_rtt_ms,
  slow.cookie
FROM sockets AS slow
JOIN usual
  ON usual.host = slow.host
  AND usual.netns = coalesce(slow.netns, 0)
  AND usual.remote_address = slow.remote_address
  AND usual.remote_port = slow.remote_port
WHERE slow.originator = 'local' AND slow.connecting >= $min_ms * 1000000
ORDER BY slow.connecting DESC, slow.host, slow.cookie
