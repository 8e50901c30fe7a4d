CREATE VIEW listeners AS
SELECT
  host, boot_id, cookie, netns, local_address, local_port,
  make_timestamp_ns(opened_ns) AS opened, opened_ns, make_timestamp_ns(closed_ns) AS closed, closed_ns,
  make_timestamp_ns(seen_from_ns) AS seen_from, seen_from_ns,
  pid, comm, executable, command_line, uid
FROM capture_listeners();
COMMENT ON COLUMN listeners.opened IS 'when it began to listen, UTC; NULL if before the recording';
COMMENT ON COLUMN listeners.closed IS 'when it ended, UTC; NULL while it listens';
COMMENT ON COLUMN listeners.seen_from IS 'since when it is known: when it began, or the recording met it first, UTC';
