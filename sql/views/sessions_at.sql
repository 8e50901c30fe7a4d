-- The sessions that were open at a moment, UTC, as in sessions_at('2026-11-24 03:12:05.5').
CREATE MACRO sessions_at(moment) AS TABLE
SELECT *
FROM sessions
WHERE (opened_ns IS NULL OR opened_ns <= epoch_ns(CAST(moment AS TIMESTAMP_NS)))
  AND (closed_ns IS NULL OR closed_ns > epoch_ns(CAST(moment AS TIMESTAMP_NS)));
COMMENT ON MACRO TABLE sessions_at IS 'sessions_at(moment): a row for each session that was open at a moment, UTC';
