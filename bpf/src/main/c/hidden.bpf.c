// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Finds processes that the kernel hides from every BPF program: it runs none while they are current.
 * So a CPU is seen to switch to them, and never from them.
 */
#include "task_types.h"
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "hidden.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct switched_to {
	__u64 task; /* 0: none was seen yet */
	__u32 tgid;
	struct watched seen;
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
	__uint(max_entries, 8192);
	__type(key, __u32);
	__type(value, struct watched);
} processes SEC(".maps");

static __always_inline void note(__u32 tgid, const struct watched *seen)
{
	struct watched *known = bpf_map_lookup_elem(&processes, &tgid);

	if (known)
		__sync_fetch_and_or(&known->left, seen->left);
	else
		bpf_map_update_elem(&processes, &tgid, seen, BPF_NOEXIST);
}

/* Arguments of the tracepoint: (bool preempt, struct task_struct *prev, struct task_struct *next, ...). */
SEC("tp_btf/sched_switch")
int switched(__u64 *ctx)
{
	struct task_struct *prev = (struct task_struct *)ctx[1], *next = (struct task_struct *)ctx[2];
	struct task_struct *leader = next->group_leader;
	struct watched seen = { .left = LEFT_SEEN };
	__u32 zero = 0;
	struct switched_to *to = bpf_map_lookup_elem(&last, &zero);

	if (!to)
		return 0;
	note(prev->tgid, &seen);
	if (to->task && to->task != (__u64)prev)
		note(to->tgid, &to->seen);
	to->task = (__u64)next;
	to->tgid = next->tgid;
	to->seen.left = LEFT_UNSEEN;
	for (int i = 0; i < REC_COMM_SIZE; i++)
		to->seen.comm[i] = leader->comm[i]; /* no helper, which a lockdown may refuse */
	return 0;
}
