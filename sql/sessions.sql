-- A replay as a table, in DuckDB's SQL. Make the file first:
--     tcplife replay cap/ -stT > sessions.csv
-- TX_KB and RX_KB are in units of 1,024 bytes, MS in milliseconds, "TIME(s)" in seconds since the
-- first row; TIME is the time of day at the recording host. PID and COMM are NULL where the owner
-- is not known.
CREATE TABLE sessions AS
SELECT *
FROM read_csv('sessions.csv', header = true, nullstr = '-', columns = {
  'TIME': 'TIME', 'TIME(s)': 'DOUBLE', 'PID': 'INTEGER', 'COMM': 'VARCHAR', 'IP': 'TINYINT',
  'LADDR': 'VARCHAR', 'LPORT': 'INTEGER', 'RADDR': 'VARCHAR', 'RPORT': 'INTEGER',
  'TX_KB': 'BIGINT', 'RX_KB': 'BIGINT', 'MS': 'DOUBLE'});
