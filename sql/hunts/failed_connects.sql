-- Which connects failed, and how?
--
-- @param min_attempts bigint 1: failures of a kind to the same port of a remote, at least
--
-- How to read: ending is refused, timeout, unreachable, or given_up: the program closed it before there
-- was an answer; or unsent: it failed on this host, as where no local port was free. A connect that is
-- still under way is not told.
SELECT
  host,
  netns,
  comm,
  remote_address,
  remote_port,
  ending,
  error,
  count(*) AS attempts,
  min(opened) AS first_opened,
  max(opened) AS last_opened
FROM sockets
WHERE originator = 'local' AND (outcome IN ('S0', 'REJ') AND ending <> 'open' OR ending = 'unsent')
GROUP BY host, netns, comm, remote_address, remote_port, ending, error
HAVING count(*) >= $min_attempts
ORDER BY attempts DESC, host, netns, comm, remote_address, remote_port, ending
