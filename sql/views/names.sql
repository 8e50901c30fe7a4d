CREATE VIEW names AS
SELECT host, boot_id, make_timestamp_ns(time_ns) AS time, * EXCLUDE (host, boot_id)
FROM capture_names();
COMMENT ON COLUMN names.time IS 'when it was looked up, UTC';
