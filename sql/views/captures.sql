CREATE VIEW captures AS
SELECT
  capture, id, host, kernel, boot_id, time_zone, recordings,
  make_timestamp_ns(started_ns) AS started, started_ns, make_timestamp_ns(ended_ns) AS ended, ended_ns,
  make_timestamp_ns(queried_from_ns) AS queried_from, queried_from_ns,
  make_timestamp_ns(queried_to_ns) AS queried_to, queried_to_ns,
  records, events, missing, skipped, complete, damage
FROM capture_captures();
COMMENT ON COLUMN captures.started IS 'its earliest record, UTC';
COMMENT ON COLUMN captures.ended IS 'its latest record, UTC';
COMMENT ON COLUMN captures.queried_from IS 'its earliest record, or --from if that is later, UTC';
COMMENT ON COLUMN captures.queried_to IS 'its latest record, or --to if that is earlier, UTC';
