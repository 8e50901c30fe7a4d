# SPDX-License-Identifier: Apache-2.0
# Samples, and what is made of them. A sample is a line of a file in $work, one file a quantity, so
# that line N of every file is round N.

# keep NAME VALUE: adds a sample.
keep() {
    echo "$2" >>"$work/$1.samples"
}

# ratios NAME OF: the quotients of two quantities, round by round.
ratios() {
    paste "$work/$1.samples" "$work/$2.samples" | awk '$2 > 0 { printf "%.4f\n", $1 / $2 }'
}

# report TEXT AIM: a row of the table from the samples on standard input.
report() {
    sort -n | awk -v text="$1" -v aim="$2" '
        { v[NR] = $1 }
        END {
            if (NR == 0) { printf "%-64s %8s\n", text, "none"; exit }
            middle = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
            printf "%-64s %8.3f  %8.3f – %-8.3f %2d  %s\n", text, middle, v[1], v[NR], NR, aim
        }'
}

heading() {
    printf '\n%-64s %8s  %8s – %-8s %2s  %s\n' "$1" median lowest highest n aim
}

# quotient A B
quotient() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.6f\n", a / b }'
}

describe_machine() {
    printf '%s CPUs, Linux %s, %s, %s, files on %s\n' "$(nproc)" "$(uname -r)" \
        "$(java -version 2>&1 | head -n 1)" "$(perf --version)" "$(stat -f -c %T "$work")"
}
