-- The sessions that were open at a moment, UTC, as in sessions_at('2026-11-24 03:12:05.5'), as far as that
-- is known: from when a recording met one until it closed, was found to be gone, or the recording ended.
CREATE MACRO sessions_at(moment) AS TABLE
SELECT *
FROM sockets
WHERE seen_from_ns <= epoch_ns(CAST(moment AS TIMESTAMP_NS))
  AND (seen_until_ns > epoch_ns(CAST(moment AS TIMESTAMP_NS))
    OR open AND seen_until_ns = epoch_ns(CAST(moment AS TIMESTAMP_NS)));
COMMENT ON MACRO TABLE sessions_at IS 'sessions_at(moment): a row for each session that is known to have been open at a moment, UTC';
