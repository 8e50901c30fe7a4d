// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* Names every cgroup when it is made, so that a container which lived a moment has its name. */
#include "kernel_types.h"
#include <bpf/bpf_core_read.h>
#include "ring.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* A record with its text, and room for the zeros behind it. */
struct named {
	struct rec_name name;
	char text[REC_NAME_MOST + 8];
};

/* The ring takes a length that varies only by copying, and a stack is too small for one. The kernel
 * never runs a program on a CPU where it runs already, so each CPU needs no more than one. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct named);
} scratch SEC(".maps");

/* Arguments of the tracepoint: (struct cgroup *cgrp, const char *path). The path is the kernel's
 * copy of at most 1023 bytes (TRACE_CGROUP_PATH_LEN, kernel/cgroup/cgroup-internal.h). */
SEC("tp_btf/cgroup_mkdir")
int cgroup_made(__u64 *ctx)
{
	struct cgroup *cgroup = (struct cgroup *)ctx[0];
	struct cpu_counters *cpu = this_cpu();
	__u64 sequence, length, text;
	struct named *n;
	__u32 zero = 0;

	n = bpf_map_lookup_elem(&scratch, &zero);
	/* Number 0 is the unified hierarchy (cgroup_init), others are of version 1. */
	if (!cpu || !n || cgroup->root->hierarchy_id)
		return 0;
	text = bpf_probe_read_kernel_str(n->text, REC_NAME_MOST, (const char *)ctx[1]) - 1;
	/* Else the comparison is made of another register than what follows uses, and verifiers
	 * of 6.1 and 6.12 miss the bound. */
	barrier_var(text);
	if (text >= REC_NAME_MOST) /* a failure too, which is negative */
		text = 0;
	n->name.time = bpf_ktime_get_boot_ns();
	n->name.id = cgroup->kn->id;
	n->name.what = NAME_CGROUP;
	n->name.text_length = text;
	__builtin_memset(n->text + text, 0, 7);
	length = sizeof(n->name) + ((text + 7) & ~7ull);
	sequence = take_number(cpu);
	fill_header(&n->name.header, REC_NAME, length, text && text < REC_NAME_MOST - 1 ? 0 : REC_CUT, sequence);
	if (bpf_ringbuf_output(&events, n, length, wake_up(sequence)))
		count_lost(cpu);
	return 0;
}
