# SPDX-License-Identifier: Apache-2.0
# What sealed cycles are worth: bytes per event of a capture and of `perf record -z`, of the same
# traffic, and what reading a sealed capture costs against the same one as it was recorded.

compare_seal() {
    local rounds=${ROUNDS:-5} round events
    for ((round = 0; round < rounds; round++)); do
        record_compressed "${CONNECTIONS:-100000}"
        # A cut is not sealed.
        rm -rf "$work/raw"
        "$home/tcplife" cut "$work/tcplife.output" -o "$work/raw"
        keep raw_size "$(quotient "$(bytes_of "$work/raw")" "$events")"
        measure_reading sealed "$work/tcplife.output"
        measure_reading raw "$work/raw"
    done
    rm -rf "$work/tcplife.output" "$work/perf.output" "$work/raw"
    heading 'bytes per event'
    report 'tcplife record, sealed' '' <"$work/sealed_size.samples"
    report 'tcplife record, as it was recorded' '' <"$work/raw_size.samples"
    report 'perf record -z' '' <"$work/perf_size.samples"
    ratios sealed_size perf_size | report 'sealed / perf record -z' 'at most 1'
    heading 'CPU seconds to replay'
    ratios sealed_cpu raw_cpu | report 'sealed / as it was recorded' ''
}

# record_compressed CONNECTIONS: the same traffic, by both.
record_compressed() {
    local tcplife lines
    start_tool tcplife
    tcplife=$tool
    start_tool perf -z -m 16M
    tool="$tool $tcplife"
    churn "$1" >/dev/null
    stop_tool
    events=$(awk '/ events in / { gsub(",", ""); print $4 }' "$work/tcplife.messages")
    lines=$(perf script -i "$work/perf.output" 2>"$work/errors" | wc -l)
    keep sealed_size "$(quotient "$(bytes_of "$work/tcplife.output")" "$events")"
    keep perf_size "$(quotient "$(bytes_of "$work/perf.output")" "$lines")"
}

# bytes_of PATH: bytes of data in a file or directory.
bytes_of() {
    du -sb --apparent-size "$1" | cut -f 1
}

# measure_reading NAME CAPTURE
measure_reading() {
    local TIMEFORMAT='%U %S'
    { time "$home/tcplife" replay -stT "$2" >"$work/text"; } 2>"$work/times"
    keep "$1_cpu" "$(awk '{ print $1 + $2 }' "$work/times")"
}
