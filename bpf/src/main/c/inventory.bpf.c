// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Iterators that tell what was there before the recording: each process, each TCP socket that a
 * process has open, and each that is in the tables of a network namespace. What is read from them
 * is a row of records. The kernel shows each iterator the objects of the reader's own PID or
 * network namespace, and of task_file every file of every process.
 */
#include "inventory_types.h"

/* For files: what it finds the verifier does not know to be a tcp_sock. */
#define READ_TCP(tp, field) BPF_CORE_READ(tp, field)
#define READ_TCP_BIT(tp, field) BPF_CORE_READ_BITFIELD_PROBED(tp, field)
#include "state_record.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

static __always_inline void fill_header(struct rec_header *h, __u16 length, __u8 kind, __u8 flags)
{
	h->length = length;
	h->kind = kind;
	h->flags = flags;
	h->cpu = REC_NO_CPU; /* it is the recorder that looks, and that numbers what it found */
}

SEC("iter/task")
int processes(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct rec_process r = {};

	if (!task || task->pid != task->tgid)
		return 0; /* the end, or a thread */
	fill_header(&r.header, sizeof(r), REC_PROCESS, 0);
	r.time = bpf_ktime_get_boot_ns();
	r.start = task->start_boottime;
	r.cgroup = task->cgroups->dfl_cgrp->kn->id;
	r.pid = task->tgid;
	r.parent = task->real_parent->tgid;
	r.uid = task->cred->uid.val;
	r.netns = task->nsproxy->net_ns->ns.inum; /* 0 of a process that has ended and was not waited for */
	r.why = PROCESS_FOUND;
	bpf_probe_read_kernel_str(r.comm, sizeof(r.comm), task->comm);
	bpf_seq_write(ctx->meta->seq, &r, sizeof(r));
	return 0;
}

/* A socket in CLOSE has no session yet, or none any more; one without a cookie cannot be told from others. */
static __always_inline void write_open(struct seq_file *seq, struct sock *sk, struct task_struct *holder, __u32 fd)
{
	struct tcp_sock *tp = (struct tcp_sock *)sk;
	int state = sk->__sk_common.skc_state;
	struct rec_state_counters r = {};

	r.state.cookie = sk->__sk_common.skc_cookie.counter;
	if (state == TCP_CLOSE || !r.state.cookie)
		return;
	fill_header(&r.state.header, sizeof(r), REC_OPEN, REC_COUNTERS);
	r.state.time = bpf_ktime_get_boot_ns();
	fill_socket(&r.state, sk, tp, state, state);
	fill_counters(&r.counters, tp);
	r.state.task_uid = REC_UNKNOWN;
	if (holder) {
		r.state.pid = holder->tgid;
		r.state.task_uid = holder->cred->uid.val;
		r.state.tid = fd;
		bpf_probe_read_kernel_str(r.state.comm, sizeof(r.state.comm), holder->group_leader->comm);
	}
	bpf_seq_write(seq, &r, sizeof(r));
}

/* As bpf_skc_to_tcp_sock has it, which does not take every pointer. */
static __always_inline int is_tcp(struct sock *sk)
{
	__u16 family = sk->__sk_common.skc_family;

	return (family == AF_INET || family == AF_INET6) && sk->sk_type == SOCK_STREAM &&
	       sk->sk_protocol == IPPROTO_TCP;
}

/*
 * The kernel shows the files of a thread only where they are not those of its process. What is read from a
 * file's socket is a pointer that some kernels give to no helper which wants a socket (6.18.44): its cookie cannot be
 * asked for.
 */
SEC("iter/task_file")
int files(struct bpf_iter__task_file *ctx)
{
	/* Copies, since the verifier would have each load from ctx looked at anew. */
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	struct socket *socket;

	if (!task || !file)
		return 0;
	socket = bpf_sock_from_file(file);
	if (socket && is_tcp(socket->sk))
		write_open(ctx->meta->seq, socket->sk, task, ctx->fd);
	return 0;
}

/* Gives a socket its cookie, for files. What is in TIME_WAIT, or a connection request that was not
 * answered yet, is no tcp_sock. */
static __always_inline struct tcp_sock *with_cookie(struct sock_common *sk)
{
	struct tcp_sock *tp = sk ? bpf_skc_to_tcp_sock(sk) : 0;

	if (tp)
		bpf_get_socket_cookie(tp);
	return tp;
}

SEC("iter/tcp")
int cookies(struct bpf_iter__tcp *ctx)
{
	with_cookie(ctx->sk_common);
	return 0;
}

SEC("iter/tcp")
int sockets(struct bpf_iter__tcp *ctx)
{
	struct tcp_sock *tp = with_cookie(ctx->sk_common);

	if (tp)
		write_open(ctx->meta->seq, (struct sock *)tp, 0, 0);
	return 0;
}
