-- The sessions, each once. Where several captures of one boot are asked, as of a recording that was
-- stopped and begun again, a socket that one left open and another found has a row of each in sessions,
-- and one here: it began as the first saw it, its owner is known by the best evidence of any, and all else
-- is as the last tells it, whose counters are totals. duration, age and close_wait are from where one saw it
-- begin to where another saw it end, half_closed only if one saw both; path and path_ns are the last one's
-- alone. What a capture left open stays open, up to seen_until, also if a later one does not find it: that may
-- have looked for none. The columns are those of sessions, and so are all other rows: captures that overlap, as a
-- snapshot and what it was taken of, tell what they share twice.
--
-- Standard SQL but for QUALIFY and the comments: Apache Spark 4.2 takes it as CREATE OR REPLACE TEMPORARY VIEW.
-- The columns are listed since their order is another in Parquet that is partitioned.
CREATE OR REPLACE VIEW sockets AS
WITH found AS (
  -- Without a boot a cookie tells nothing.
  SELECT DISTINCT host, boot_id, cookie
  FROM sessions
  WHERE opened_ns IS NULL AND boot_id IS NOT NULL
),
ordered AS (
  SELECT
    sessions.*,
    lag(closed_ns) OVER socket AS before_closed_ns,
    lag(seen_until_ns) OVER socket AS before_until_ns
  FROM sessions
  JOIN found
    ON found.host = sessions.host AND found.boot_id = sessions.boot_id AND found.cookie = sessions.cookie
  WINDOW socket AS (
    PARTITION BY sessions.host, sessions.boot_id, sessions.cookie ORDER BY seen_until_ns, seen_from_ns)
),
lives AS (
  -- A socket may connect again once it has closed.
  SELECT
    *,
    sum(
      CASE
        WHEN before_until_ns IS NULL OR before_closed_ns <= seen_from_ns OR opened_ns >= before_until_ns
        THEN 1
        ELSE 0
      END
    ) OVER (
      PARTITION BY host, boot_id, cookie ORDER BY seen_until_ns, seen_from_ns
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS life
  FROM ordered
)
SELECT
  host, boot_id, cookie, ip, local_address, local_port, remote_address, remote_port, community_id, mptcp,
  netns, netns_name, cgroup, cgroup_path, container, uid, user, opened, closed, seen_from, seen_until,
  duration, age, connecting, established, half_closed, close_wait, state, state_since, path, path_ns, open,
  outcome, ending, error, closed_first, originator, lost_transition, loss, pid, comm, evidence, executable,
  command_line, parent_pid, owner_uid, owner_user, owner_cgroup_path, opener_pid, opener_tid, opener_uid,
  opener_comm, opener_evidence, acceptor_pid, acceptor_tid, acceptor_uid, acceptor_comm, acceptor_evidence,
  closer_pid, closer_tid, closer_uid, closer_comm, closer_evidence, payload_sent, payload_received,
  bytes_acked, bytes_received, bytes_retransmitted, segments_in, segments_out, data_segments_in,
  data_segments_out, retransmits, delivered, smoothed_rtt, minimum_rtt, receive_queue, send_queue, opened_ns,
  closed_ns, seen_from_ns, seen_until_ns, state_since_ns
FROM sessions
WHERE NOT EXISTS (
  SELECT 1
  FROM found
  WHERE found.host = sessions.host AND found.boot_id = sessions.boot_id AND found.cookie = sessions.cookie)
UNION ALL
SELECT
  host, boot_id, cookie, ip, local_address, local_port, remote_address, remote_port, community_id, mptcp,
  netns,
  max(netns_name) OVER whole AS netns_name,
  cgroup,
  max(cgroup_path) OVER whole AS cgroup_path,
  max(container) OVER whole AS container,
  uid,
  max(user) OVER whole AS user,
  min(opened) OVER whole AS opened,
  closed,
  min(seen_from) OVER whole AS seen_from,
  seen_until,
  coalesce(duration, closed_ns - min(opened_ns) OVER whole) AS duration,
  coalesce(age, CASE WHEN open THEN seen_until_ns - min(opened_ns) OVER whole END) AS age,
  max(connecting) OVER whole AS connecting,
  max(established) OVER whole AS established,
  half_closed,
  coalesce(
    close_wait,
    CASE WHEN path LIKE 'CLOSE_WAIT%CLOSE' THEN
      closed_ns - max(CASE WHEN state = 'CLOSE_WAIT' THEN state_since_ns END) OVER whole
        - coalesce(CAST(nullif(regexp_extract(path_ns, '([0-9]+)$', 1), '') AS BIGINT), 0)
    END) AS close_wait,
  state,
  coalesce(state_since, max(state_since) OVER same_state) AS state_since,
  path, path_ns, open,
  CASE
    WHEN originator IS NOT NULL OR max(originator) OVER whole IS NULL THEN outcome
    WHEN ending = 'fin' THEN 'SF'
    WHEN ending = 'reset' AND closed_first = max(originator) OVER whole THEN 'RSTO'
    WHEN ending = 'reset' THEN 'RSTR'
    WHEN ending NOT IN ('open', 'timeout', 'unreachable', 'refused') THEN outcome
    WHEN closed_first IS NULL THEN 'S1'
    WHEN closed_first = 'both' OR path LIKE '%LAST_ACK%' THEN 'SF'
    WHEN closed_first = max(originator) OVER whole THEN 'S2'
    ELSE 'S3'
  END AS outcome,
  ending, error, closed_first,
  max(originator) OVER whole AS originator,
  max(lost_transition) OVER whole AS lost_transition,
  CASE
    WHEN loss <> 'end' AND max(lost_transition) OVER whole THEN 'certain'
    WHEN loss = 'none' AND seen_from_ns > min(seen_from_ns) OVER whole THEN 'possible'
    ELSE loss
  END AS loss,
  first_value(pid) OVER best AS pid,
  first_value(comm) OVER best AS comm,
  first_value(evidence) OVER best AS evidence,
  first_value(executable) OVER best AS executable,
  first_value(command_line) OVER best AS command_line,
  first_value(parent_pid) OVER best AS parent_pid,
  first_value(owner_uid) OVER best AS owner_uid,
  first_value(owner_user) OVER best AS owner_user,
  first_value(owner_cgroup_path) OVER best AS owner_cgroup_path,
  max(opener_pid) OVER whole AS opener_pid,
  max(opener_tid) OVER whole AS opener_tid,
  max(opener_uid) OVER whole AS opener_uid,
  max(opener_comm) OVER whole AS opener_comm,
  max(opener_evidence) OVER whole AS opener_evidence,
  max(acceptor_pid) OVER whole AS acceptor_pid,
  max(acceptor_tid) OVER whole AS acceptor_tid,
  max(acceptor_uid) OVER whole AS acceptor_uid,
  max(acceptor_comm) OVER whole AS acceptor_comm,
  max(acceptor_evidence) OVER whole AS acceptor_evidence,
  closer_pid, closer_tid, closer_uid, closer_comm, closer_evidence,
  max(payload_sent) OVER whole AS payload_sent,
  max(payload_received) OVER whole AS payload_received,
  max(bytes_acked) OVER whole AS bytes_acked,
  max(bytes_received) OVER whole AS bytes_received,
  max(bytes_retransmitted) OVER whole AS bytes_retransmitted,
  max(segments_in) OVER whole AS segments_in,
  max(segments_out) OVER whole AS segments_out,
  max(data_segments_in) OVER whole AS data_segments_in,
  max(data_segments_out) OVER whole AS data_segments_out,
  max(retransmits) OVER whole AS retransmits,
  max(delivered) OVER whole AS delivered,
  smoothed_rtt, minimum_rtt, receive_queue, send_queue,
  min(opened_ns) OVER whole AS opened_ns,
  closed_ns,
  min(seen_from_ns) OVER whole AS seen_from_ns,
  seen_until_ns,
  coalesce(state_since_ns, max(state_since_ns) OVER same_state) AS state_since_ns
FROM lives
WINDOW
  whole AS (PARTITION BY host, boot_id, cookie, life),
  same_state AS (PARTITION BY host, boot_id, cookie, life, state),
  best AS (
    PARTITION BY host, boot_id, cookie, life
    ORDER BY
      CASE evidence
        WHEN 'connect' THEN 1 WHEN 'accept' THEN 2 WHEN 'holder' THEN 3 WHEN 'close' THEN 4
        WHEN 'abort' THEN 5 WHEN 'shared' THEN 6 WHEN 'listener' THEN 7 ELSE 8
      END,
      seen_until_ns DESC, seen_from_ns DESC),
  newest AS (
    PARTITION BY host, boot_id, cookie, life ORDER BY seen_until_ns DESC, lives.seen_from_ns DESC)
QUALIFY row_number() OVER newest = 1;
COMMENT ON VIEW sockets IS 'sessions, where a socket that several captures saw has one row; what hunts ask';
COMMENT ON COLUMN sockets.opened_ns IS 'when it began; NULL if before the recording [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN sockets.closed_ns IS 'when it closed; NULL if that was not seen [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN sockets.seen_from_ns IS 'since when it is known: its beginning, or when the recording met it first [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN sockets.seen_until_ns IS 'until when it is known: its close, or when it was gone; if open, the recording''s end [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN sockets.state_since_ns IS 'when it came into its state; NULL if before the recording [ns since 1970-01-01T00:00Z]';
