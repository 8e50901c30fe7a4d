# SPDX-License-Identifier: Apache-2.0
# How fast a capture becomes text: events per second of `tcplife replay`, start-up included, of a sealed
# capture and of the same one as it was recorded, and of `perf script`, each on its own recording of the
# same traffic, from the page cache to a file.

compare_replay() {
    local rounds=${ROUNDS:-5} round events lines
    record_both "${CONNECTIONS:-300000}"
    events=$(awk '/ events in / { gsub(",", ""); print $4 }' "$work/tcplife.messages")
    # A cut is not sealed.
    "$home/tcplife" cut "$work/tcplife.output" -o "$work/raw"
    lines=$(perf script -i "$work/perf.output" 2>"$work/errors" | wc -l)
    for ((round = 0; round < rounds; round++)); do
        measure_replay sealed "$events" "$home/tcplife" replay -stT "$work/tcplife.output"
        measure_replay raw "$events" "$home/tcplife" replay -stT "$work/raw"
        measure_replay perf "$lines" perf script -i "$work/perf.output"
    done
    rm -rf "$work/tcplife.output" "$work/raw" "$work/perf.output"
    heading "million events per second from recording to text, of $events"
    report 'tcplife replay, sealed' '' <"$work/replay_sealed.samples"
    report 'tcplife replay, as it was recorded' '' <"$work/replay_raw.samples"
    report "perf script (of $lines)" '' <"$work/replay_perf.samples"
    report_against_perf sealed 'sealed / perf script'
    report_against_perf raw 'as it was recorded / perf script'
}

# report_against_perf NAME TEXT
report_against_perf() {
    ratios "replay_$1" replay_perf | report "$2" 'at least 20'
    ratios "replay_cpu_$1" replay_cpu_perf | report 'the same, per second of CPU time' ''
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

# measure_replay NAME EVENTS COMMAND... INPUT: million events per second, by the clock and by CPU time;
# its output goes to a file. Of a large recording that file drives what others read out of the page cache.
measure_replay() {
    local name=$1 events=$2 TIMEFORMAT='%R %U %S'
    shift 2
    rm -f "$work/text"
    find "${@: -1}" -type f -exec cat {} + >/dev/null
    { time "$@" >"$work/text" 2>"$work/errors"; } 2>"$work/times"
    keep "replay_$name" "$(awk -v n="$events" '{ print n / $1 / 1e6 }' "$work/times")"
    keep "replay_cpu_$name" "$(awk -v n="$events" '{ print n / ($2 + $3) / 1e6 }' "$work/times")"
}
