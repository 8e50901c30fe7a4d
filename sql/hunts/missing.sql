-- What does the recording not hold?
--
-- How to read: lost are events that were made and are not in the capture, as far as the recorder saw it
-- happen: how many, why, and within which time. A capture is told that lacks events, is damaged, or has
-- no end, as one that is being recorded; a session that lost a transition, certainly, possibly or its
-- end, may have wrong states, times and payload. Nothing found means that all other hunts saw everything
-- that the kernel showed.
SELECT 'lost' AS what, host, since, until, count, cause AS why
FROM losses
UNION ALL
SELECT
  'capture',
  host,
  captures.started,
  captures.ended,
  nullif(captures.missing, 0),
  coalesce(damage, 'without an end')
FROM captures
WHERE damage IS NOT NULL OR NOT complete
UNION ALL
SELECT 'sessions', host, min(opened), max(closed), count(*), 'a transition is lost: ' || loss
FROM sessions
WHERE loss <> 'none'
GROUP BY host, loss
ORDER BY what, host, since, why
