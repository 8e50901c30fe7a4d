-- Which programs call a remote at regular times, with messages of like size?
--
-- @param min_sessions bigint 20: calls to the same port of a remote, at least
-- @param min_interval_ms double 1000: median time between them, at least: what is faster is not a beacon
-- @param min_score double 0.7 0..1: of 1, at least
--
-- How to read: the score is the mean of four sub-scores after those of RITA, each from 0 to 1:
--   interval_score   how regular the times between calls are: the mean of 1 - |Bowley skewness| (are the
--                    quartiles symmetric?) and 1 - MADM / median (how far from the median are they?
--                    MADM is the median absolute deviation about the median: the dispersion)
--   size_score       the same of the payload sent in a call
--   histogram_score  how evenly the calls lie in 24 equal parts of the recording: 1 - standard
--                    deviation / mean of their counts
--   duration_score   which part of the recording lies between the first call and the last
-- A beacon without jitter that lasts for the whole recording has 1. A poll of a monitor has it too:
-- look who it is, and whether that program should know that remote. What lies between two captures counts as
-- recording without calls, so give captures that follow each other. A remote of another network namespace is
-- another one; netns 0 is not known.
WITH recorded AS (
  SELECT host, min(queried_from_ns) AS begin_ns, max(queried_to_ns) AS end_ns
  FROM captures
  GROUP BY host
),
calls AS (
  SELECT
    sockets.host,
    coalesce(netns, 0) AS netns,
    coalesce(comm, '-') AS comm,
    remote_address,
    remote_port,
    opened,
    opened_ns,
    coalesce(payload_sent, 0) AS size,
    opened_ns - lag(opened_ns) OVER (
      PARTITION BY sockets.host, coalesce(netns, 0), coalesce(comm, '-'), remote_address, remote_port
      ORDER BY opened_ns
    ) AS gap,
    begin_ns AS host_begin,
    end_ns AS host_end
  FROM sockets
  JOIN recorded ON recorded.host = sockets.host
  WHERE originator = 'local' AND opened_ns IS NOT NULL
),
quartiles AS (
  SELECT
    host,
    netns,
    comm,
    remote_address,
    remote_port,
    count(*) AS sessions,
    min(opened) AS first_opened,
    max(opened) AS last_opened,
    (max(opened_ns) - min(opened_ns)) * 1.0 / (max(host_end) - min(host_begin) + 1) AS duration_score,
    percentile_cont(0.25) WITHIN GROUP (ORDER BY gap) AS gap_q1,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS gap_q2,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY gap) AS gap_q3,
    percentile_cont(0.25) WITHIN GROUP (ORDER BY size) AS size_q1,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY size) AS size_q2,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY size) AS size_q3
  FROM calls
  GROUP BY host, netns, comm, remote_address, remote_port
  HAVING count(*) >= $min_sessions
),
deviations AS (
  SELECT
    host,
    netns,
    comm,
    remote_address,
    remote_port,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(gap - gap_q2)) AS gap_madm,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(size - size_q2)) AS size_madm
  FROM calls
  JOIN quartiles USING (host, netns, comm, remote_address, remote_port)
  GROUP BY host, netns, comm, remote_address, remote_port
),
parts AS (
  SELECT
    host,
    netns,
    comm,
    remote_address,
    remote_port,
    floor((opened_ns - host_begin) * 24.0 / (host_end - host_begin + 1)) AS part,
    count(*) AS sessions
  FROM calls
  GROUP BY
    host,
    netns,
    comm,
    remote_address,
    remote_port,
    floor((opened_ns - host_begin) * 24.0 / (host_end - host_begin + 1))
),
histograms AS (
  SELECT
    host,
    netns,
    comm,
    remote_address,
    remote_port,
    -- The parts without a call have no row, and count in the mean all the same.
    greatest(0, 1 - sqrt(greatest(0,
      sum(sessions * sessions) / 24.0 - (sum(sessions) / 24.0) * (sum(sessions) / 24.0)
    )) / (sum(sessions) / 24.0)) AS histogram_score
  FROM parts
  GROUP BY host, netns, comm, remote_address, remote_port
),
scores AS (
  SELECT
    host,
    netns,
    comm,
    remote_address,
    remote_port,
    sessions,
    first_opened,
    last_opened,
    gap_q2,
    size_q2,
    (
      1 - CASE
        WHEN gap_q2 = gap_q1 OR gap_q2 = gap_q3 THEN 0
        ELSE abs((gap_q1 + gap_q3 - 2 * gap_q2) / (gap_q3 - gap_q1))
      END + CASE WHEN gap_q2 > 0 THEN greatest(0, 1 - gap_madm / gap_q2) ELSE 0 END
    ) / 2 AS interval_score,
    (
      1 - CASE
        WHEN size_q2 = size_q1 OR size_q2 = size_q3 THEN 0
        ELSE abs((size_q1 + size_q3 - 2 * size_q2) / (size_q3 - size_q1))
      END + CASE
        WHEN size_q2 > 0 THEN greatest(0, 1 - size_madm / size_q2)
        WHEN size_madm = 0 THEN 1
        ELSE 0
      END
    ) / 2 AS size_score,
    histogram_score,
    duration_score
  FROM quartiles
  JOIN deviations USING (host, netns, comm, remote_address, remote_port)
  JOIN histograms USING (host, netns, comm, remote_address, remote_port)
)
SELECT
  host,
  netns,
  comm,
  remote_address,
  remote_port,
  sessions,
  round((interval_score + size_score + histogram_score + duration_score) / 4, 3) AS score,
  round(interval_score, 3) AS interval_score,
  round(size_score, 3) AS size_score,
  round(histogram_score, 3) AS histogram_score,
  round(duration_score, 3) AS duration_score,
  round(gap_q2 / 1e6, 3) AS median_interval_ms,
  size_q2 AS median_size,
  first_opened,
  last_opened
FROM scores
WHERE
  (interval_score + size_score + histogram_score + duration_score) / 4 >= $min_score
  AND gap_q2 >= $min_interval_ms * 1000000
ORDER BY score DESC, host, netns, comm, remote_address, remote_port
