CREATE VIEW captures AS
SELECT
  capture, id, host, kernel, boot_id, time_zone, recordings,
  make_timestamp_ns(begin_ns) AS begin, begin_ns, make_timestamp_ns(end_ns) AS "end",
  * EXCLUDE (capture, id, host, kernel, boot_id, time_zone, recordings, begin_ns)
FROM capture_captures();
COMMENT ON COLUMN captures.begin IS 'its earliest record, UTC';
COMMENT ON COLUMN captures."end" IS 'its latest record, UTC';
