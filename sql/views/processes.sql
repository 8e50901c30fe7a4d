-- With what its numbers stood for, as far as that was recorded; a path names a container by the last
-- 64 hexadecimal digits that stand by themselves.
CREATE VIEW processes AS
WITH named AS MATERIALIZED (
  SELECT host, boot_id, what, id, arg_max(name, coalesce(time_ns, 0)) AS name
  FROM capture_names()
  GROUP BY ALL
)
SELECT
  p.host, p.boot_id, p.pid, p.start_ns, make_timestamp_ns(p.time_ns) AS time, p.time_ns,
  TRY_CAST(p.why AS process_event) AS why, p.parent_pid, p.uid, u.name AS user, p.comm, p.executable,
  p.command_line, p.cgroup, c.name AS cgroup_path,
  nullif(regexp_extract(c.name, '.*(?:^|[^0-9a-f])([0-9a-f]{64})(?:[^0-9a-f]|$)', 1), '') AS container,
  p.netns
FROM capture_processes() AS p
LEFT JOIN named AS u
  ON u.what = 'user' AND u.id = p.uid AND u.host = p.host AND u.boot_id = p.boot_id
LEFT JOIN named AS c
  ON c.what = 'cgroup' AND c.id = p.cgroup AND c.host = p.host AND c.boot_id = p.boot_id;
COMMENT ON COLUMN processes.time IS 'when that was, UTC';
COMMENT ON COLUMN processes.user IS 'name of its user';
COMMENT ON COLUMN processes.cgroup_path IS 'path of its cgroup: the container or unit';
COMMENT ON COLUMN processes.container IS 'container id, where that path shows one';
