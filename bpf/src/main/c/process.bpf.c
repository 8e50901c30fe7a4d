// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Tells of every process that begins, becomes another program, or ends, at that moment: one that lives
 * for a millisecond is in no inventory.
 */
#include "task_types.h"
#include <bpf/bpf_core_read.h>
#include "ring.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* A record with its texts, and room for the zeros behind them. */
struct described {
	struct rec_process process;
	char text[REC_EXECUTABLE_MOST + REC_ARGUMENTS_MOST + 8];
};

/* The ring takes a length that varies only by copying, and a stack is too small for one. The kernel
 * never runs a program on a CPU where it runs already, so each CPU needs no more than one. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct described);
} scratch SEC(".maps");

/* Its group's first thread, which `task` is, has the group's start. The current task is `task`, or
 * is `task`'s parent and has the same name still. */
static __always_inline void fill_process(struct rec_process *r, struct task_struct *task,
					 struct task_struct *parent, __u16 why)
{
	r->time = bpf_ktime_get_boot_ns();
	r->start = task->start_boottime;
	r->cgroup = task->cgroups->dfl_cgrp->kn->id;
	r->pid = task->tgid;
	r->parent = parent->tgid;
	r->uid = task->cred->uid.val;
	r->netns = task->nsproxy->net_ns->ns.inum;
	r->why = why;
	r->executable_length = 0;
	r->arguments_length = 0;
	r->reserved = 0;
	bpf_get_current_comm(r->comm, sizeof(r->comm));
}

/* Returns flags. The string's NUL is read too, and overwritten by what follows. */
static __always_inline __u8 read_executable(struct described *d, const char *name)
{
	long length = bpf_probe_read_kernel_str(d->text, REC_EXECUTABLE_MOST + 1, name);
	char next = 0;

	if (length <= 0)
		return REC_CUT;
	d->process.executable_length = length - 1;
	if (length <= REC_EXECUTABLE_MOST)
		return 0;
	bpf_probe_read_kernel(&next, sizeof(next), name + REC_EXECUTABLE_MOST);
	return next ? REC_CUT : 0;
}

/* Returns flags. */
static __always_inline __u8 read_arguments(struct described *d, struct mm_struct *mm)
{
	__u64 start = mm->arg_start, length = mm->arg_end - start, at = d->process.executable_length;
	__u8 flags = 0;

	if (at > REC_EXECUTABLE_MOST) /* never; but the verifier cannot know */
		return REC_CUT;
	if (length > REC_ARGUMENTS_MOST) {
		length = REC_ARGUMENTS_MOST;
		flags = REC_CUT;
	}
	/* The kernel has just written them; a page of them that is gone already is not waited for. */
	if (bpf_probe_read_user(d->text + at, length, (void *)start))
		return REC_CUT;
	d->process.arguments_length = length;
	return flags;
}

/* Arguments of the tracepoint: (struct task_struct *p, pid_t old_pid, struct linux_binprm *bprm). */
SEC("tp_btf/sched_process_exec")
int process_exec(__u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[0];
	struct linux_binprm *program = (struct linux_binprm *)ctx[2];
	struct cpu_counters *cpu = this_cpu();
	__u64 sequence, text, length;
	struct described *d;
	__u32 zero = 0;
	__u8 flags;

	d = bpf_map_lookup_elem(&scratch, &zero);
	if (!cpu || !d)
		return 0;
	fill_process(&d->process, task, task->real_parent, PROCESS_EXEC);
	flags = read_executable(d, program->filename);
	flags |= read_arguments(d, task->mm);
	text = d->process.executable_length + d->process.arguments_length;
	if (text > REC_EXECUTABLE_MOST + REC_ARGUMENTS_MOST) /* never; but the verifier cannot know */
		return 0;
	__builtin_memset(d->text + text, 0, 7);
	length = sizeof(d->process) + ((text + 7) & ~7ull);
	sequence = take_number(cpu);
	fill_header(&d->process.header, REC_PROCESS, length, flags, sequence);
	if (bpf_ringbuf_output(&events, d, length, wake_up(sequence)))
		count_lost(cpu);
	return 0;
}

static __always_inline int emit_without_texts(struct task_struct *task, struct task_struct *parent,
					      __u16 why)
{
	struct cpu_counters *cpu = this_cpu();
	struct rec_process *r;
	__u64 sequence;

	if (!cpu)
		return 0;
	sequence = take_number(cpu);
	r = reserve(cpu, sizeof(*r));
	if (!r)
		return 0;
	fill_header(&r->header, REC_PROCESS, sizeof(*r), 0, sequence);
	fill_process(r, task, parent, why);
	bpf_ringbuf_submit(r, wake_up(sequence));
	return 0;
}

/* Arguments of the tracepoint: (struct task_struct *parent, struct task_struct *child). With CLONE_PARENT
 * the child's parent is the grandparent, but the program it runs is that of the one that forked it. */
SEC("tp_btf/sched_process_fork")
int process_fork(__u64 *ctx)
{
	struct task_struct *parent = (struct task_struct *)ctx[0], *child = (struct task_struct *)ctx[1];

	return child->pid == child->tgid ? emit_without_texts(child, parent, PROCESS_FORK) : 0;
}

/* Arguments of the tracepoint: (struct task_struct *p, and since 6.16 bool group_dead). Of the
 * threads that end at once, each of the last may find none alive: the process is told of twice. */
SEC("tp_btf/sched_process_exit")
int process_exit(__u64 *ctx)
{
	struct task_struct *task = (struct task_struct *)ctx[0];

	struct task_struct *leader = task->group_leader;

	return task->signal->live.counter == 0 ? emit_without_texts(leader, leader->real_parent, PROCESS_EXIT) : 0;
}
