// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Tells which task was given a connection, where the system call returns: for kernels that refuse
 * accept.bpf.c. While one of these is attached, every system call of the host takes a slower way.
 */
#include "task_types.h"
#include <bpf/bpf_core_read.h>
#include "accept_record.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* The socket behind a descriptor of the current task; null for another kind of file. */
static __always_inline struct sock *socket_of(long descriptor)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct socket *socket;
	struct file *file = 0;

	if (descriptor < 0 || descriptor >= BPF_CORE_READ(table, max_fds))
		return 0;
	bpf_probe_read_kernel(&file, sizeof(file), BPF_CORE_READ(table, fd) + descriptor);
	socket = BPF_CORE_READ(file, private_data);
	/* Another thread may have put another file there: only a socket's data points back to it. */
	return file && BPF_CORE_READ(socket, file) == file ? BPF_CORE_READ(socket, sk) : 0;
}

static __always_inline int accept_returned(long descriptor)
{
	struct sock *sk = socket_of(descriptor);
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);

	if ((family == AF_INET || family == AF_INET6) && BPF_CORE_READ(sk, sk_protocol) == IPPROTO_TCP)
		emit_accept(BPF_CORE_READ(sk, __sk_common.skc_cookie.counter), ACCEPT_SYSCALL);
	return 0;
}

SEC("tp/syscalls/sys_exit_accept")
int accept_syscall(struct trace_event_raw_sys_exit *ctx)
{
	return accept_returned(ctx->ret);
}

SEC("tp/syscalls/sys_exit_accept4")
int accept4_syscall(struct trace_event_raw_sys_exit *ctx)
{
	return accept_returned(ctx->ret);
}
