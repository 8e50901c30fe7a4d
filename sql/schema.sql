-- What `tcplife sql` shows of captures. The program registers one function for each table,
-- capture_sessions() and so on, which reads its rows from the captures as they are asked for, gives
-- every column that is listed by `tcplife replay --fields` (or by .schema), and takes their comments
-- from there; this makes typed views of them.
--
-- Without the program, of a replay (tcplife replay --json --open --utc cap/ > sessions.jsonl), make
-- that function first:
--   CREATE MACRO capture_sessions() AS TABLE
--   SELECT * REPLACE (
--     epoch_ns(opened::TIMESTAMP_NS) AS opened, epoch_ns(closed::TIMESTAMP_NS) AS closed,
--     epoch_ns(seen_from::TIMESTAMP_NS) AS seen_from, epoch_ns(seen_until::TIMESTAMP_NS) AS seen_until,
--     epoch_ns(state_since::TIMESTAMP_NS) AS state_since)
--   FROM read_json('sessions.jsonl');
--
-- Then come sockets.sql, and views/ in the order of their names: conversations, in_cidr and sessions_at need
-- sessions alone.
--
-- NULL is what is not known. Columns that end in _ns are ns since 1970-01-01T00:00Z; a duration is ns.
-- Subtract those: an INTERVAL has no ns.

CREATE TYPE tcp_state AS ENUM (
  'ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE', 'CLOSE_WAIT',
  'LAST_ACK', 'LISTEN', 'CLOSING', 'NEW_SYN_RECV');
CREATE TYPE session_outcome AS ENUM ('S0', 'S1', 'SF', 'REJ', 'S2', 'S3', 'RSTO', 'RSTR', 'OTH');
CREATE TYPE session_ending AS ENUM (
  'open', 'lost', 'fin', 'reset', 'timeout', 'refused', 'unreachable', 'given_up', 'unsent', 'other');
CREATE TYPE owner_evidence AS ENUM (
  'connect', 'accept', 'holder', 'close', 'abort', 'shared', 'listener');
CREATE TYPE process_event AS ENUM ('exec', 'fork', 'found', 'exit');
CREATE TYPE session_side AS ENUM ('local', 'remote', 'both');

-- A state or the like that a later version records is NULL.
CREATE VIEW sessions AS
SELECT
  * REPLACE (
    make_timestamp_ns(opened) AS opened,
    make_timestamp_ns(closed) AS closed,
    make_timestamp_ns(seen_from) AS seen_from,
    make_timestamp_ns(seen_until) AS seen_until,
    make_timestamp_ns(state_since) AS state_since,
    TRY_CAST(state AS tcp_state) AS state,
    TRY_CAST(outcome AS session_outcome) AS outcome,
    TRY_CAST(ending AS session_ending) AS ending,
    TRY_CAST(closed_first AS session_side) AS closed_first,
    TRY_CAST(originator AS session_side) AS originator,
    TRY_CAST(evidence AS owner_evidence) AS evidence),
  opened AS opened_ns,
  closed AS closed_ns,
  seen_from AS seen_from_ns,
  seen_until AS seen_until_ns,
  state_since AS state_since_ns
FROM capture_sessions();
COMMENT ON COLUMN sessions.opened_ns IS 'when it began; NULL if before the recording [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN sessions.closed_ns IS 'when it closed; NULL if that was not seen [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN sessions.seen_from_ns IS 'since when it is known: its beginning, or when the recording met it first [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN sessions.seen_until_ns IS 'until when it is known: its close, or when it was gone; if open, the recording''s end [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN sessions.state_since_ns IS 'when it came into its state; NULL if before the recording [ns since 1970-01-01T00:00Z]';
