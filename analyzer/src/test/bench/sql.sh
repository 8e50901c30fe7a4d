# SPDX-License-Identifier: Apache-2.0
# How soon SQL over a capture answers, start-up included, and how fast it becomes tables: beside DuckDB
# by itself (Duck.java), reading the same rows from Parquet and from CSV. All from the page cache.
# RECORDING in the environment: a capture that is there already, instead of one of CONNECTIONS.

compare_sql() {
    local rounds=${ROUNDS:-5} round recording=${RECORDING:-$work/tcplife.output}
    local addresses=${ADDRESSES:-5000000}
    if [[ ! ${RECORDING:-} ]]; then
        start_tool tcplife
        churn "${CONNECTIONS:-300000}" >/dev/null
        stop_tool
    fi
    prepare_duck
    prepare_tables "$recording"
    for ((round = 0; round < rounds; round++)); do
        measure_answers "$recording"
        measure_loads "$recording"
        measure_cidr "$recording"
    done
    report_sql "$(count_rows sessions)" "$recording"
    rm -rf "$work"/{tcplife.output,tree,classes,*.duckdb,*.parquet,*.csv}
}

# Its options are those of the program's launcher.
prepare_duck() {
    javac -d "$work/classes" "$here/Duck.java"
    local classpath
    classpath=$work/classes:$(echo "$home"/analyzer/target/lib/duckdb_jdbc-*.jar)
    duck=(java -XX:+UseSerialGC -XX:-UsePerfData -cp "$classpath" Duck)
}

# prepare_tables CAPTURE: what DuckDB reads, and a first run of each.
prepare_tables() {
    local table
    "$home/tcplife" export "$1" -o "$work/tree" --parquet 2>"$work/errors" || incomplete
    for table in sessions transitions; do
        "${duck[@]}" "COPY (FROM $(parquet $table)) TO '$work/$table.csv'"
    done
    "$home/tcplife" replay -stT "$1" >"$work/text" 2>"$work/errors" || incomplete
}

# A capture that lacks something will do.
incomplete() {
    local status=$?
    ((status == 3)) || { cat "$work/errors" >&2; exit 1; }
}

parquet() {
    echo "read_parquet('$work/tree/$1/*/*/*.parquet')"
}

count_rows() {
    "${duck[@]}" "SELECT count(*) FROM $(parquet "$1")"
}

# measure_answers CAPTURE: seconds.
measure_answers() {
    local query="SELECT count(*), sum(payload_sent) FROM"
    seconds answer_tcplife "$home/tcplife" sql "$1" "$query sessions"
    seconds answer_parquet "${duck[@]}" "$query $(parquet sessions)"
    seconds answer_csv "${duck[@]}" "$query '$work/sessions.csv'"
    seconds replay "$home/tcplife" replay -stT "$1"
    paste "$work"/{answer_parquet,replay}.samples | tail -n 1 | awk '{ print $1 + $2 }' >>"$work/both.samples"
}

# measure_loads CAPTURE: seconds until all is in a DuckDB file.
measure_loads() {
    seconds load_tcplife "$home/tcplife" export "$1" -o "$work/x.duckdb" --force
    seconds load_parquet "${duck[@]}" "$(load "$(parquet sessions)" "$(parquet transitions)")"
    seconds load_csv "${duck[@]}" "$(load "'$work/sessions.csv'" "'$work/transitions.csv'")"
    seconds parquet_tcplife "$home/tcplife" export "$1" -o "$work/sessions.parquet" --force
}

# measure_cidr CAPTURE: seconds for addresses that are made up, asked whether they are in a range, and not.
measure_cidr() {
    local ip4="'10.' || i % 256 || '.' || i // 256 % 256 || '.7'"
    local ip6="printf('2001:db8:%x::%x', i % 65535 + 1, i % 999 + 1)"
    cidr ip4 "$1" "$ip4" "in_cidr(address, '10.64.0.0/10')"
    cidr ip4_unasked "$1" "$ip4" "address <> ''"
    cidr ip6 "$1" "$ip6" "in_cidr(address, '2001:db8:4000::/34')"
    cidr ip6_elsewhere "$1" "$ip6" "in_cidr(address, 'fd00::/16')"
    cidr ip6_unasked "$1" "$ip6" "address <> ''"
}

# cidr NAME CAPTURE ADDRESS CONDITION
cidr() {
    seconds "$1" "$home/tcplife" sql "$2" \
        "SELECT count(*) FROM (SELECT $3 AS address FROM range($addresses) AS t(i)) WHERE $4"
}

# cost NAME UNASKED: ns for an address
cost() {
    paste "$work/$1.samples" "$work/$2.samples" | awk -v n="$addresses" '{ print ($1 - $2) / n * 1e9 }'
}

# load SESSIONS TRANSITIONS
load() {
    rm -f "$work/duck.duckdb"
    echo "ATTACH '$work/duck.duckdb' AS d; CREATE TABLE d.sessions AS FROM $1;" \
        "CREATE TABLE d.transitions AS FROM $2; DETACH d"
}

# seconds NAME COMMAND...: by the clock; its output goes to a file.
seconds() {
    local name=$1 TIMEFORMAT='%R'
    shift
    { time "$@" >"$work/text" 2>"$work/errors" || incomplete; } 2>"$work/times"
    keep "$name" "$(cat "$work/times")"
}

# report_sql SESSIONS CAPTURE
report_sql() {
    local sessions=$1 rows each
    rows=$((sessions + $(count_rows transitions)))
    heading "seconds to SELECT count(*), sum(payload_sent) FROM sessions, of $sessions"
    report 'tcplife sql, from the capture' '' <"$work/answer_tcplife.samples"
    report 'DuckDB, from Parquet' '' <"$work/answer_parquet.samples"
    report 'DuckDB, from CSV' '' <"$work/answer_csv.samples"
    report 'tcplife replay' '' <"$work/replay.samples"
    ratios answer_tcplife both | report 'tcplife sql / (DuckDB from Parquet + tcplife replay)' 'at most 3'
    heading "million rows per second into a DuckDB file, of $rows"
    for each in tcplife parquet csv; do
        awk -v n="$rows" '{ print n / $1 / 1e6 }' "$work/load_$each.samples" >"$work/rate_$each.samples"
        report "$each" '' <"$work/rate_$each.samples"
    done
    ratios rate_tcplife rate_parquet | report 'from the capture / from Parquet' ''
    ratios rate_tcplife rate_csv | report 'from the capture / from CSV' ''
    awk -v n="$sessions" '{ print n / $1 / 1e6 }' "$work/parquet_tcplife.samples" |
        report 'sessions alone, from the capture into Parquet' ''
    heading "ns for an address that is asked whether it is in a range, of $addresses"
    cost ip4 ip4_unasked | report 'IPv4' ''
    cost ip6 ip6_unasked | report 'IPv6' ''
    cost ip6_elsewhere ip6_unasked | report 'IPv6, whose first 16 bits differ' ''
    heading 'bytes per session'
    size "$2" "$sessions" | report 'the capture' ''
    size "$work/x.duckdb" "$sessions" | report 'DuckDB file, with all transitions' ''
    size "$work/tree" "$sessions" | report 'Parquet, with all transitions' ''
    size "$work/sessions.parquet" "$sessions" | report 'Parquet, sessions alone' ''
    size "$work/sessions.csv" "$sessions" | report 'CSV, sessions alone' ''
}

# size PATH SESSIONS: bytes that it takes, for each.
size() {
    quotient "$(($(du -sk "$1" | cut -f 1) * 1024))" "$2"
}
