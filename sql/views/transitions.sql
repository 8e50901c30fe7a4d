CREATE VIEW transitions AS
SELECT
  host, boot_id, make_timestamp_ns(time_ns) AS time,
  * EXCLUDE (host, boot_id) REPLACE (
    TRY_CAST(old_state AS tcp_state) AS old_state,
    TRY_CAST(new_state AS tcp_state) AS new_state)
FROM capture_transitions();
COMMENT ON COLUMN transitions.time IS 'when it was, UTC';
