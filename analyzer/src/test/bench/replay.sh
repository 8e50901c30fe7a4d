# SPDX-License-Identifier: Apache-2.0
# How fast a capture becomes text: events per second of `tcplife replay`, start-up included, and of
# `perf script`, each on its own recording of the same traffic, from the page cache to a file.

compare_replay() {
    local rounds=${ROUNDS:-5} round events lines
    record_both "${CONNECTIONS:-300000}"
    events=$(awk '/ events in / { gsub(",", ""); print $4 }' "$work/tcplife.messages")
    # The first of each brings the recording into the page cache, and counts.
    lines=$(perf script -i "$work/perf.output" 2>"$work/errors" | wc -l)
    "$home/tcplife" replay -stT "$work/tcplife.output" >"$work/text"
    for ((round = 0; round < rounds; round++)); do
        measure_replay tcplife "$events" "$home/tcplife" replay -stT "$work/tcplife.output"
        measure_replay perf "$lines" perf script -i "$work/perf.output"
    done
    rm -rf "$work/tcplife.output" "$work/perf.output"
    heading "million events per second from recording to text, of $events"
    report 'tcplife replay' '' <"$work/replay_tcplife.samples"
    report "perf script (of $lines)" '' <"$work/replay_perf.samples"
    ratios replay_tcplife replay_perf | report 'tcplife replay / perf script' 'at least 20'
    ratios replay_cpu_tcplife replay_cpu_perf | report 'the same, per second of CPU time' ''
}

# record_both CONNECTIONS: the same traffic, by both.
record_both() {
    local tcplife
    start_tool tcplife
    tcplife=$tool
    # Larger buffers than by default, with which it loses events here.
    start_tool perf -m 16M
    tool="$tool $tcplife"
    churn "$1" >/dev/null
    stop_tool
}

# measure_replay NAME EVENTS COMMAND...: million events per second, by the clock and by CPU time; its
# output goes to a file.
measure_replay() {
    local name=$1 events=$2 TIMEFORMAT='%R %U %S'
    shift 2
    { time "$@" >"$work/text" 2>"$work/errors"; } 2>"$work/times"
    keep "replay_$name" "$(awk -v n="$events" '{ print n / $1 / 1e6 }' "$work/times")"
    keep "replay_cpu_$name" "$(awk -v n="$events" '{ print n / ($2 + $3) / 1e6 }' "$work/times")"
}
