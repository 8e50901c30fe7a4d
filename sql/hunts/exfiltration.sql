-- Who sent much to a remote, and got little back?
--
-- @param min_bytes bigint 10000000: payload sent to a remote, at least
-- @param min_ratio double 10: payload sent for each byte received, at least
-- @param new_after_seconds double 0: the host first met the remote so long after the recording began
-- @param day_begins bigint 6 0..24: the first usual hour, UTC
-- @param day_ends bigint 20 0..24: the first hour that is unusual again, UTC; less than day_begins: of the next day
--
-- How to read: sessions that the host opened, and those of which it is not known who did: they are older
-- than the recording, with no listener of their port, and are told under of_unknown_originator. The more of
-- these hold, the worse: no other program talks with the remote, it was not met before, it is met at odd
-- hours. A remote of another network namespace is another one; netns 0 is not known. What an open session has
-- sent is as of when it was told last: by a change of its state, or by an inventory. The hour of one that is
-- older than the recording is not known.
WITH known AS (
  SELECT
    host,
    coalesce(netns, 0) AS netns,
    remote_address,
    count(DISTINCT comm) AS programs,
    -- What was open before the recording was met before it.
    min(coalesce(opened_ns, 0)) AS met_ns
  FROM sockets
  GROUP BY host, coalesce(netns, 0), remote_address
),
hosts AS (
  SELECT host, min(queried_from_ns) AS begin_ns FROM captures GROUP BY host
),
sent AS (
  SELECT
    host,
    coalesce(netns, 0) AS netns,
    comm,
    remote_address,
    count(*) AS sessions,
    sum(CASE WHEN originator IS NULL THEN 1 ELSE 0 END) AS of_unknown_originator,
    sum(payload_sent) AS sent,
    coalesce(sum(payload_received), 0) AS received,
    sum(
      CASE
        WHEN opened_ns IS NULL THEN 0
        WHEN $day_begins <= $day_ends
          AND floor(opened_ns / 3600000000000) % 24 >= $day_begins
          AND floor(opened_ns / 3600000000000) % 24 < $day_ends THEN 0
        WHEN $day_begins > $day_ends
          AND (floor(opened_ns / 3600000000000) % 24 >= $day_begins
            OR floor(opened_ns / 3600000000000) % 24 < $day_ends) THEN 0
        ELSE 1
      END
    ) AS odd_hours,
    min(opened) AS first_opened,
    max(opened) AS last_opened
  FROM sockets
  WHERE originator IS NULL OR originator = 'local'
  GROUP BY host, coalesce(netns, 0), comm, remote_address
)
SELECT
  host,
  netns,
  comm,
  remote_address,
  sessions,
  of_unknown_originator,
  sent,
  received,
  round(sent * 1.0 / greatest(received, 1), 1) AS ratio,
  programs - CASE WHEN comm IS NULL THEN 0 ELSE 1 END AS other_programs,
  round(greatest(met_ns - coalesce(begin_ns, 0), 0) / 1e9, 3) AS new_after_seconds,
  odd_hours AS sessions_at_odd_hours,
  first_opened,
  last_opened
FROM sent
JOIN known USING (host, netns, remote_address)
JOIN hosts USING (host)
WHERE
  sent >= $min_bytes
  AND sent >= $min_ratio * received
  AND greatest(met_ns - coalesce(begin_ns, 0), 0) >= $new_after_seconds * 1000000000
ORDER BY sent DESC, host, netns, comm, remote_address
