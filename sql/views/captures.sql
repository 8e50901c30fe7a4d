CREATE VIEW captures AS
SELECT
  capture, id, host, kernel, boot_id, time_zone, recordings,
  make_timestamp_ns(started_ns) AS started, started_ns, make_timestamp_ns(ended_ns) AS ended,
  * EXCLUDE (capture, id, host, kernel, boot_id, time_zone, recordings, started_ns)
FROM capture_captures();
COMMENT ON COLUMN captures.started IS 'its earliest record, UTC';
COMMENT ON COLUMN captures.ended IS 'its latest record, UTC';
