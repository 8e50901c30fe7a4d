# SPDX-License-Identifier: Apache-2.0
# What the hooks cost those who make no connections: the CPU time of the cheapest system call, and of a
# process that is forked, becomes another program and exits. With the recorder as it is by default,
# without seeing accepts, and seeing them by system call; and with none.

compare_hooks() {
    local ways=(off auto none syscall) rounds=${ROUNDS:-9} round i each
    for ((round = 0; round < rounds; round++)); do
        for ((i = 0; i < ${#ways[@]}; i++)); do
            each=${ways[(round + i) % ${#ways[@]}]}
            if [[ $each = off ]]; then
                start_tool nothing
            else
                start_tool tcplife --accept="$each"
            fi
            measure_hooks "$each"
            stop_tool
        done
    done
    heading 'CPU time of a system call (getppid), of that with no recorder'
    for each in auto none syscall; do
        ratios "syscall_$each" syscall_off | report "--accept=$each" ''
    done
    heading 'CPU nanoseconds of a system call'
    for each in "${ways[@]}"; do
        report "--accept=$each" '' <"$work/syscall_$each.samples"
    done
    heading 'CPU time of a fork and exec, of that with no recorder'
    for each in auto none syscall; do
        ratios "process_$each" process_off | report "--accept=$each" ''
    done
}

# measure_hooks WAY
measure_hooks() {
    "$native/calls" syscalls 100000 >/dev/null
    keep "syscall_$1" "$("$native/calls" syscalls "${SYSCALLS:-5000000}")"
    keep "process_$1" "$("$native/calls" processes "${PROCESSES:-2000}")"
}
