# SPDX-License-Identifier: Apache-2.0
# How fast events get from the ring to the disk when none may be lost: the generator fills the ring
# as fast as it is emptied. Beside it, a C program that does nothing but copy: into a mapped file, or
# into a buffer that it writes out.

compare_drain() {
    local rounds=${ROUNDS:-9} events=${EVENTS:-5000000} round each
    for ((round = 0; round < rounds; round++)); do
        start_tool tcplife
        measure_drain tcplife "$events"
        stop_tool
        grep -q ', 0 lost,' "$messages" || cat "$messages" >&2
        start_tool consumer
        measure_drain mapping "$events"
        stop_tool
        start_tool consumer -w
        measure_drain writing "$events"
        stop_tool
    done
    heading 'million events drained per second without loss, one file system'
    for each in tcplife mapping writing; do
        report "$(named $each)" '' <"$work/drain_$each.samples"
    done
    ratios drain_tcplife drain_mapping | report 'tcplife / C consumer with a mapping' 'at least 0.8'
    ratios drain_tcplife drain_writing | report 'tcplife / C consumer with write()' ''
    heading 'CPU seconds per million of these events'
    for each in tcplife mapping writing; do
        report "$(named $each)" '' <"$work/drain_cpu_$each.samples"
    done
}

named() {
    case $1 in
        mapping) echo 'C consumer with a mapping' ;;
        writing) echo 'C consumer with write()' ;;
        *) echo "$1" ;;
    esac
}

# measure_drain TOOL EVENTS
measure_drain() {
    local before after seconds
    before=$(cpu_of_tool)
    seconds=$("$native/generator" -p "$tool" -n "$2" -b | awk '/^made/ { print $NF }')
    after=$(cpu_of_tool)
    keep "drain_$1" "$(quotient "$2" "${seconds}e6")"
    keep "drain_cpu_$1" "$(awk -v a="$after" -v b="$before" -v n="$2" 'BEGIN { print (a - b) / n * 1e6 }')"
}
