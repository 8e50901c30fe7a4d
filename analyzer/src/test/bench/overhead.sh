# SPDX-License-Identifier: Apache-2.0
# What a tool costs the host: connections per second of two processes that do nothing but connect,
# accept and close, with each tool and with none; and CPU time. "consumer" is our own BPF program, its
# ring emptied by a plain C program: what is left of the cost without the JVM. Each sample follows
# as many connections that warm the tool up.

compare_overhead() {
    local tools=(nothing tcplife consumer libbpf_tcplife perf) rounds=${ROUNDS:-9} round i each
    for ((round = 0; round < rounds; round++)); do
        # Each round begins with another tool, so that none is always first.
        for ((i = 0; i < ${#tools[@]}; i++)); do
            each=${tools[(round + i) % ${#tools[@]}]}
            if [[ $each = consumer ]]; then
                start_tool consumer -a -w
            else
                start_tool "$each"
            fi
            measure_overhead "$each" "${CONNECTIONS:-50000}"
            stop_tool
        done
    done
    heading 'connections per second, of those with no tool'
    for each in tcplife libbpf_tcplife perf consumer; do
        ratios "rate_$each" rate_nothing | report "with $each" ''
    done
    ratios rate_tcplife rate_libbpf_tcplife | report 'tcplife / libbpf_tcplife' 'at least 1'
    ratios rate_tcplife rate_perf | report 'tcplife / perf' 'at least 1'
    heading 'CPU time per connection, traffic and tool, of that with no tool'
    for each in tcplife libbpf_tcplife perf consumer; do
        ratios "total_$each" total_nothing | report "with $each" ''
    done
    ratios total_tcplife total_libbpf_tcplife | report 'tcplife / libbpf_tcplife' 'at most 1'
    ratios total_tcplife total_perf | report 'tcplife / perf' 'at most 1'
    heading 'CPU seconds of the tool itself per million connections'
    for each in tcplife libbpf_tcplife perf consumer; do
        report "$each" '' <"$work/cpu_$each.samples"
    done
}

# measure_overhead TOOL CONNECTIONS
measure_overhead() {
    local before after rate traffic
    churn "$2" >/dev/null
    before=$(cpu_of_tool)
    read -r rate traffic < <(churn "$2")
    after=$(cpu_of_tool)
    keep "rate_$1" "$rate"
    keep "cpu_$1" "$(awk -v a="$after" -v b="$before" -v n="$2" 'BEGIN { print (a - b) / n * 1e6 }')"
    keep "total_$1" "$(awk -v a="$after" -v b="$before" -v t="$traffic" 'BEGIN { print t + a - b }')"
}
