/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What a record tells of a TCP socket, whether its transition was seen or an inventory found it. */
#ifndef TCPLIFE_STATE_RECORD_H
#define TCPLIFE_STATE_RECORD_H

#include "kernel_types.h"
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "session_event.h"

/* How a field of a tcp_sock is read, and a bit: a program with no pointer that the verifier knows to be one needs
 * a helper. */
#ifndef READ_TCP
#define READ_TCP(tp, field) ((tp)->field)
#define READ_TCP_BIT(tp, field) BPF_CORE_READ_BITFIELD(tp, field)
#endif

struct rec_state_counters {
	struct rec_state state;
	struct rec_counters counters;
};

static __always_inline void fill_addresses(struct rec_state *r, struct sock *sk, struct tcp_sock *tp)
{
	/* inet_sport and inet_saddr, not skc_num and skc_rcv_saddr: the way to TCP_CLOSE clears
	 * those before the transition (inet_put_port). */
	r->family = sk->__sk_common.skc_family;
	r->local_port = bpf_ntohs(READ_TCP(tp, inet_conn.icsk_inet.inet_sport));
	r->remote_port = bpf_ntohs(sk->__sk_common.skc_dport);
	if (r->family == AF_INET) {
		__builtin_memset(r->local_address, 0, sizeof(r->local_address));
		__builtin_memset(r->remote_address, 0, sizeof(r->remote_address));
		*(__be32 *)r->local_address = READ_TCP(tp, inet_conn.icsk_inet.inet_saddr);
		*(__be32 *)r->remote_address = sk->__sk_common.skc_daddr;
		return;
	}
	for (int i = 0; i < 4; i++) {
		((__be32 *)r->local_address)[i] = sk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32[i];
		((__be32 *)r->remote_address)[i] = sk->__sk_common.skc_v6_daddr.in6_u.u6_addr32[i];
	}
}

static __always_inline void fill_counters(struct rec_counters *c, struct tcp_sock *tp)
{
	c->bytes_acked = READ_TCP(tp, bytes_acked);
	c->bytes_received = READ_TCP(tp, bytes_received);
	c->bytes_sent = READ_TCP(tp, bytes_sent);
	c->bytes_retransmitted = READ_TCP(tp, bytes_retrans);
	c->segments_in = READ_TCP(tp, segs_in);
	c->segments_out = READ_TCP(tp, segs_out);
	c->data_segments_in = READ_TCP(tp, data_segs_in);
	c->data_segments_out = READ_TCP(tp, data_segs_out);
	c->retransmits = READ_TCP(tp, total_retrans);
	c->delivered = READ_TCP(tp, delivered);
	c->smoothed_rtt = READ_TCP(tp, srtt_us) >> 3; /* kept in eighths of a µs */
	c->minimum_rtt = READ_TCP(tp, rtt_min.s[0].v);
	c->receive_queue = READ_TCP(tp, rcv_nxt) - READ_TCP(tp, copied_seq);
	c->send_queue = READ_TCP(tp, write_seq) - READ_TCP(tp, snd_una);
}

static __always_inline __u16 socket_flags(struct sock *sk, struct tcp_sock *tp)
{
	__u64 flags = sk->__sk_common.skc_flags;
	__u16 result = 0;

	if (flags & 1ull << bpf_core_enum_value(enum sock_flags, SOCK_DEAD))
		result |= SOCKET_ORPHAN;
	if (flags & 1ull << bpf_core_enum_value(enum sock_flags, SOCK_DONE))
		result |= SOCKET_FIN_RECEIVED;
	if (bpf_core_field_exists(tp->is_mptcp) && READ_TCP_BIT(tp, is_mptcp))
		result |= SOCKET_MPTCP;
	return result;
}

/* All but the time, the cookie and the task. */
static __always_inline void fill_socket(struct rec_state *r, struct sock *sk, struct tcp_sock *tp,
					int old_state, int new_state)
{
	/* No such field without CONFIG_SOCK_CGROUP_DATA, and before 8520e224f547 (5.15). */
	r->cgroup = bpf_core_field_exists(sk->sk_cgrp_data.cgroup) ? sk->sk_cgrp_data.cgroup->kn->id : 0;
	r->uid = sk->sk_uid.val;
	r->netns = sk->__sk_common.skc_net.net->ns.inum;
	r->protocol = IPPROTO_TCP;
	fill_addresses(r, sk, tp);
	r->old_state = old_state;
	r->new_state = new_state;
	r->socket = socket_flags(sk, tp);
	r->error = sk->sk_err;
}

#endif
