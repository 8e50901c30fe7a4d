# SPDX-License-Identifier: Apache-2.0
# What a recorder costs that has nothing to record: how often any of its threads runs, and for how
# long. Other programs' connections count as well, since it sees them.

compare_idle() {
    local seconds=10 before after cpu_before cpu_after
    start_tool tcplife
    cpu_before=$(cpu_of_tool)
    heading 'a recorder by itself'
    report 'CPU seconds to start' '' <<<"$cpu_before"
    sleep 5 # past what a JVM does once
    before=$(switches) cpu_before=$(cpu_of_tool)
    sleep $seconds
    after=$(switches) cpu_after=$(cpu_of_tool)
    stop_tool
    quotient $((after - before)) $seconds | report 'idle: context switches per second, all threads' ''
    awk -v a="$cpu_after" -v b="$cpu_before" -v s=$seconds 'BEGIN { print (a - b) / s * 100 }' |
        report 'idle: % of one CPU' ''
}

switches() {
    cat "/proc/$tool/task"/*/status | awk '/ctxt_switches/ { sum += $2 } END { print sum }'
}
