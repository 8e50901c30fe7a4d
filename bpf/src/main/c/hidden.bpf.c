// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Finds processes that the kernel hides from every BPF program: it runs none while they are current.
 * Whom a CPU switches to is whom it switches from next; who is switched to only, is hidden.
 */
#include "task_types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <linux/bpf.h>
#include "hidden.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct switched_to {
	__u64 task; /* 0: none was seen yet */
	__u32 tgid;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct switched_to);
} last SEC(".maps");

/* By thread group. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MOST_HIDDEN);
	__type(key, __u32);
	__type(value, __u32);
} hidden SEC(".maps");

/* Arguments of the tracepoint: (bool preempt, struct task_struct *prev, struct task_struct *next, ...). */
SEC("tp_btf/sched_switch")
int switched(__u64 *ctx)
{
	struct task_struct *next = (struct task_struct *)ctx[2];
	__u32 zero = 0, tgid;
	struct switched_to *to = bpf_map_lookup_elem(&last, &zero);

	if (!to)
		return 0;
	tgid = to->tgid;
	if (to->task && to->task != ctx[1])
		bpf_map_update_elem(&hidden, &tgid, &zero, BPF_ANY);
	to->task = (__u64)next;
	to->tgid = next->tgid;
	return 0;
}
