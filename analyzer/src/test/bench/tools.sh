# SPDX-License-Identifier: Apache-2.0
# The tools that are compared. start_tool NAME [OPTION...] returns once the tool sees every event. Then
# $tool is its PID; it writes to $work/NAME.output, and what it says to $work/NAME.messages.
tool=

start_tool() {
    local name=$1
    shift
    output=$work/$name.output
    messages=$work/$name.messages
    rm -rf "$output" "$work/ready" "$work/control" "$work/answer"
    "start_$name" "$@"
}

start_nothing() {
    tool=
}

start_tcplife() {
    "$home/tcplife" record "$@" -o "$output" --ready-file "$work/ready" 2>"$messages" &
    tool=$!
    await_file "$work/ready"
}

# The same BPF program and ring, emptied by a C program that does nothing but copy.
start_consumer() {
    "$native/consumer" "$@" -r "$work/ready" "$home/bpf/target/classes/tcplife/bpf/session.bpf.o" \
        "$output" >"$messages" &
    tool=$!
    await_file "$work/ready"
}

# Prints its header once it is attached.
start_libbpf_tcplife() {
    stdbuf -oL /usr/sbin/tcplife >"$output" &
    tool=$!
    await_file "$output"
}

start_perf() {
    mkfifo "$work/control" "$work/answer"
    perf record -q -a -e sock:inet_sock_set_state "$@" -o "$output" -D -1 \
        --control "fifo:$work/control,$work/answer" >"$messages" 2>&1 &
    tool=$!
    echo enable >"$work/control"
    read -r _ <"$work/answer"
}

await_file() {
    for _ in {1..600}; do
        [[ ! -s $1 ]] || return 0
        kill -0 "$tool" || break
        sleep 0.1
    done
    cat "$messages" >&2
    echo 'bench: a tool did not start' >&2
    exit 1
}

stop_tool() {
    local each status
    for each in $tool; do
        kill -INT "$each"
        status=0
        wait "$each" || status=$?
        # perf's is its signal.
        ((status == 0 || status == 130))
    done
    tool=
}

# CPU seconds that the tool used so far.
cpu_of_tool() {
    if [[ $tool ]]; then
        # After the name, which may hold blanks; utime and stime are then the 12th and 13th field.
        sed 's/.*) //' "/proc/$tool/stat" | awk -v tick="$(getconf CLK_TCK)" '{ printf "%.2f\n", ($12 + $13) / tick }'
    else
        echo 0
    fi
}

# churn N: makes N connections in a network of its own; prints how many a second, and the CPU seconds
# that they took.
churn() {
    local TIMEFORMAT='%U %S'
    { time unshare -n sh -c "ip link set lo up && exec '$native/traffic' churn -n $1"; } 2>&1 |
        awk '/rate/ { rate = $NF; next } { print rate, $1 + $2 }'
}
