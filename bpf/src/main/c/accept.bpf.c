// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* Tells which task was given a connection, where the kernel's own accept returns. */
#include "kernel_types.h"
#include <bpf/bpf_core_read.h>
#include "accept_record.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Since 92ef0fd55ac8 (6.10) the function has two arguments, of which this is the second; before, four. */
struct proto_accept_arg {};

/* What the function returned comes behind its arguments: a socket, or null. Of Multipath TCP it is
 * the first subflow. */
SEC("fexit/inet_csk_accept")
int accept_function(__u64 *ctx)
{
	struct sock *sk;

	if (bpf_core_type_exists(struct proto_accept_arg)) {
		sk = (struct sock *)ctx[2];
		/* Keeps the loads apart: one, from an offset in a register, is refused of a context. */
		barrier_var(sk);
	} else {
		sk = (struct sock *)ctx[4];
	}
	if (sk && sk->sk_protocol == IPPROTO_TCP)
		emit_accept(bpf_get_socket_cookie(sk), ACCEPT_FUNCTION);
	return 0;
}
