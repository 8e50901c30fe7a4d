-- Which remotes and programs were never seen before a time?
--
-- @param since timestamp 1970-01-01: new since then, UTC; if that is 1970, since its host's last capture begins
--
-- How to read: give the captures of before as well, or there is nothing to compare with. A remote is one
-- that the host called or that called it; a program is known by its COMM. What was open before the
-- recording was seen before, unless an earlier capture saw it begin.
WITH known AS (
  SELECT
    host,
    comm,
    remote_address,
    coalesce(payload_sent, 0) AS sent,
    opened
  FROM sockets
),
names AS (
  SELECT 'remote' AS what, host, remote_address AS name, opened, comm AS other, sent
  FROM known
  UNION ALL
  SELECT 'program', host, comm, opened, remote_address, sent
  FROM known
  WHERE comm IS NOT NULL
),
news AS (
  SELECT
    host,
    CASE WHEN $since > TIMESTAMP '1970-01-01 00:00:00' THEN $since ELSE max(started) END AS since
  FROM captures
  GROUP BY host
)
SELECT
  what,
  names.host,
  name,
  min(opened) AS first_opened,
  count(*) AS sessions,
  sum(sent) AS sent,
  min(other) AS with_first,
  count(DISTINCT other) AS with_how_many
FROM names
JOIN news ON news.host = names.host
GROUP BY what, names.host, name
HAVING count(*) = count(opened) AND min(opened) >= max(news.since)
ORDER BY first_opened, what, names.host, name
