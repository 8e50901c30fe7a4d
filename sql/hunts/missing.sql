-- What does the recording not hold?
--
-- How to read: lost are events that were made and are not in the capture, with the cause and the time
-- between which they were lost; a damaged or unfinished capture lacks what came after its end; a
-- session with a lost transition may have wrong states, times and payload. Nothing found means that all
-- other hunts saw everything that the kernel showed.
SELECT 'lost' AS what, host, since, until, count, cause AS why
FROM losses
UNION ALL
SELECT 'damaged', host, began, ended, CAST(NULL AS BIGINT), damage
FROM captures
WHERE damage IS NOT NULL OR NOT complete
UNION ALL
SELECT 'transitions', host, min(opened), max(closed), count(*), 'sessions with a lost transition'
FROM sessions
WHERE lost_transition
GROUP BY host
ORDER BY what, host, since
