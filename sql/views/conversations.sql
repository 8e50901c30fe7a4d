-- Both ends of a connection, where both were recorded: on one host, or by captures of several. Ends
-- match when each has the other's address and port and they may have been open at the same time, allowing
-- for clocks that differ by a second; of several, those that began closest to each other; where that is not known,
-- two that are older than their recordings, then those that closed closest to each other. An end that was
-- open when its recording ended may be one that was met later on another host, but not one that began
-- later. Every host has a loopback, in every network namespace, and links of
-- their own with the same addresses as others': ends there match only where they are of one loopback, or of
-- one host. Where neither end tells who connected, since both are older than their recordings, the one with
-- the lower port is taken for the server, and originator_known is false.
CREATE VIEW conversations AS
WITH pair AS (
  SELECT
    client.community_id,
    client.local_address AS client_address, client.local_port AS client_port,
    client.remote_address AS server_address, client.remote_port AS server_port,
    client.host AS client_host, server.host AS server_host,
    client.boot_id AS client_boot_id, server.boot_id AS server_boot_id,
    client.cookie AS client_cookie, server.cookie AS server_cookie,
    client.opened_ns AS client_opened_ns, server.opened_ns AS server_opened_ns,
    client.closed_ns AS client_closed_ns, server.closed_ns AS server_closed_ns,
    client.duration AS client_duration, server.duration AS server_duration,
    client.outcome AS client_outcome, server.outcome AS server_outcome,
    client.pid AS client_pid, server.pid AS server_pid,
    client.comm AS client_comm, server.comm AS server_comm,
    client.executable AS client_executable, server.executable AS server_executable,
    client.container AS client_container, server.container AS server_container,
    client.payload_sent AS client_payload_sent, server.payload_sent AS server_payload_sent,
    client.payload_received AS client_payload_received, server.payload_received AS server_payload_received,
    client.retransmits AS client_retransmits, server.retransmits AS server_retransmits,
    client.smoothed_rtt AS client_smoothed_rtt, server.smoothed_rtt AS server_smoothed_rtt,
    coalesce(client.originator = 'local', false) OR coalesce(server.originator = 'remote', false)
      AS originator_known,
    client.seen_from_ns AS client_seen_from_ns, server.seen_from_ns AS server_seen_from_ns,
    abs(client.opened_ns - server.opened_ns) AS apart,
    abs(client.closed_ns - server.closed_ns) AS ended_apart,
    CASE WHEN client.opened_ns IS NULL AND server.opened_ns IS NULL THEN 0 ELSE 1 END AS older
  FROM sockets AS client
  JOIN sockets AS server
    ON client.local_address = server.remote_address AND client.local_port = server.remote_port
    AND client.remote_address = server.local_address AND client.remote_port = server.local_port
  WHERE (client.originator IS NULL OR client.originator = 'local')
    AND (server.originator IS NULL OR server.originator = 'remote')
    AND (client.originator IS NOT NULL OR server.originator IS NOT NULL
      OR client.local_port > server.local_port)
    AND (coalesce(client.seen_from_ns <= server.seen_until_ns + 1000000000, true)
      OR server.open AND client.opened_ns IS NULL AND client.host <> server.host)
    AND (coalesce(server.seen_from_ns <= client.seen_until_ns + 1000000000, true)
      OR client.open AND server.opened_ns IS NULL AND client.host <> server.host)
    AND CASE
      WHEN regexp_matches(client.remote_address, '^127\.|^::1$') THEN
        client.host = server.host AND client.boot_id = server.boot_id
        AND coalesce(client.netns, 0) = coalesce(server.netns, 0)
      WHEN regexp_matches(client.remote_address, '^169\.254\.|^fe[89ab][0-9a-f]:') THEN
        client.host = server.host AND client.boot_id = server.boot_id
      ELSE true
    END
)
SELECT * EXCLUDE (apart, ended_apart, older, client_seen_from_ns, server_seen_from_ns)
FROM pair
QUALIFY
  row_number() OVER (
    PARTITION BY client_host, client_boot_id, client_cookie, client_seen_from_ns
    ORDER BY apart NULLS LAST, older, ended_apart NULLS LAST, server_cookie) = 1
  AND row_number() OVER (
    PARTITION BY server_host, server_boot_id, server_cookie, server_seen_from_ns
    ORDER BY apart NULLS LAST, older, ended_apart NULLS LAST, client_cookie) = 1;
COMMENT ON VIEW conversations IS 'a row for each connection whose two ends were recorded; client_ and server_ columns are those of sessions';
COMMENT ON COLUMN conversations.community_id IS 'Community ID v1 of the connection, seed 0';
COMMENT ON COLUMN conversations.client_address IS 'address of who connected';
COMMENT ON COLUMN conversations.client_port IS 'port of who connected';
COMMENT ON COLUMN conversations.server_address IS 'address of who accepted';
COMMENT ON COLUMN conversations.server_port IS 'port of who accepted';
COMMENT ON COLUMN conversations.client_host IS 'name of the host of who connected';
COMMENT ON COLUMN conversations.server_host IS 'name of the host of who accepted';
COMMENT ON COLUMN conversations.client_boot_id IS 'the boot of that host: with it, a cookie names a socket; who connected';
COMMENT ON COLUMN conversations.server_boot_id IS 'the boot of that host: with it, a cookie names a socket; who accepted';
COMMENT ON COLUMN conversations.client_cookie IS 'cookie of the socket of who connected';
COMMENT ON COLUMN conversations.server_cookie IS 'cookie of the socket of who accepted';
COMMENT ON COLUMN conversations.client_opened_ns IS 'when who connected saw it begin; NULL if before the recording [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN conversations.server_opened_ns IS 'when who accepted saw it begin; NULL if before the recording [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN conversations.client_closed_ns IS 'when who connected saw it close; NULL if that was not seen [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN conversations.server_closed_ns IS 'when who accepted saw it close; NULL if that was not seen [ns since 1970-01-01T00:00Z]';
COMMENT ON COLUMN conversations.client_duration IS 'from its beginning, the connect included, to its close, at who connected [ns]';
COMMENT ON COLUMN conversations.server_duration IS 'from its beginning, the connect included, to its close, at who accepted [ns]';
COMMENT ON COLUMN conversations.client_outcome IS 'as Zeek''s conn_state, as who connected saw it: S0 S1 SF REJ S2 S3 RSTO RSTR OTH';
COMMENT ON COLUMN conversations.server_outcome IS 'as Zeek''s conn_state, as who accepted saw it: S0 S1 SF REJ S2 S3 RSTO RSTR OTH';
COMMENT ON COLUMN conversations.client_pid IS 'PID of the owner at who connected';
COMMENT ON COLUMN conversations.server_pid IS 'PID of the owner at who accepted';
COMMENT ON COLUMN conversations.client_comm IS 'COMM of the owner at who connected';
COMMENT ON COLUMN conversations.server_comm IS 'COMM of the owner at who accepted';
COMMENT ON COLUMN conversations.client_executable IS 'file of the program of the owner at who connected';
COMMENT ON COLUMN conversations.server_executable IS 'file of the program of the owner at who accepted';
COMMENT ON COLUMN conversations.client_container IS 'container id of the socket of who connected, where the path of its cgroup shows one';
COMMENT ON COLUMN conversations.server_container IS 'container id of the socket of who accepted, where the path of its cgroup shows one';
COMMENT ON COLUMN conversations.client_payload_sent IS 'payload that who connected sent, each byte once [bytes]';
COMMENT ON COLUMN conversations.server_payload_sent IS 'payload that who accepted sent, each byte once [bytes]';
COMMENT ON COLUMN conversations.client_payload_received IS 'payload that who connected received in order [bytes]';
COMMENT ON COLUMN conversations.server_payload_received IS 'payload that who accepted received in order [bytes]';
COMMENT ON COLUMN conversations.client_retransmits IS 'segments that who connected sent again';
COMMENT ON COLUMN conversations.server_retransmits IS 'segments that who accepted sent again';
COMMENT ON COLUMN conversations.client_smoothed_rtt IS 'smoothed round-trip time at who connected [µs]';
COMMENT ON COLUMN conversations.server_smoothed_rtt IS 'smoothed round-trip time at who accepted [µs]';
COMMENT ON COLUMN conversations.originator_known IS 'whether an end tells who connected; if not, the one with the lower port counts as the server';
