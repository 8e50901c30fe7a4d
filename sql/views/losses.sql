CREATE VIEW losses AS
SELECT
  host, boot_id, make_timestamp_ns(since_ns) AS since, since_ns, make_timestamp_ns(until_ns) AS until,
  * EXCLUDE (host, boot_id, since_ns)
FROM capture_losses();
COMMENT ON COLUMN losses.since IS 'they were lost after this, UTC';
COMMENT ON COLUMN losses.until IS 'and before this, UTC';
