// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Hands every state transition of every TCP socket to the recorder, unfiltered and
 * unjudged: what a session is, and whose, is decided when a capture is read. Nothing
 * here grows with the number of sessions.
 */
#include "kernel_types.h"
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "ring.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* A transition that `session` saw and `session_nested` has not been asked about. */
struct seen {
	struct sock *sk;
	__u32 states;
};

/* By new state, and by the ports: few are needed, see session_nested, but one that is taken by
 * another transition too soon would make session_nested emit the first one again. */
#define SEEN_SLOTS (16 * 64)

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SEEN_SLOTS);
	__type(key, __u32);
	__type(value, struct seen);
} seen SEC(".maps");

struct rec_state_counters {
	struct rec_state state;
	struct rec_counters counters;
};

static __always_inline void fill_addresses(struct rec_state *r, struct sock *sk, struct tcp_sock *tp)
{
	/* inet_sport and inet_saddr, not skc_num and skc_rcv_saddr: the way to TCP_CLOSE clears
	 * those before the transition (inet_put_port). */
	r->family = sk->__sk_common.skc_family;
	r->local_port = bpf_ntohs(tp->inet_conn.icsk_inet.inet_sport);
	r->remote_port = bpf_ntohs(sk->__sk_common.skc_dport);
	if (r->family == AF_INET) {
		__builtin_memset(r->local_address, 0, sizeof(r->local_address));
		__builtin_memset(r->remote_address, 0, sizeof(r->remote_address));
		*(__be32 *)r->local_address = tp->inet_conn.icsk_inet.inet_saddr;
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
	c->bytes_acked = tp->bytes_acked;
	c->bytes_received = tp->bytes_received;
	c->bytes_sent = tp->bytes_sent;
	c->bytes_retransmitted = tp->bytes_retrans;
	c->segments_in = tp->segs_in;
	c->segments_out = tp->segs_out;
	c->data_segments_in = tp->data_segs_in;
	c->data_segments_out = tp->data_segs_out;
	c->retransmits = tp->total_retrans;
	c->delivered = tp->delivered;
	c->smoothed_rtt = tp->srtt_us >> 3; /* kept in eighths of a µs */
	c->minimum_rtt = tp->rtt_min.s[0].v;
	c->receive_queue = tp->rcv_nxt - tp->copied_seq;
	c->send_queue = tp->write_seq - tp->snd_una;
}

static __always_inline __u16 socket_flags(struct sock *sk, struct tcp_sock *tp)
{
	__u64 flags = sk->__sk_common.skc_flags;
	__u16 result = 0;

	if (flags & 1ull << bpf_core_enum_value(enum sock_flags, SOCK_DEAD))
		result |= SOCKET_ORPHAN;
	if (flags & 1ull << bpf_core_enum_value(enum sock_flags, SOCK_DONE))
		result |= SOCKET_FIN_RECEIVED;
	if (bpf_core_field_exists(tp->is_mptcp) && BPF_CORE_READ_BITFIELD(tp, is_mptcp))
		result |= SOCKET_MPTCP;
	return result;
}

static __always_inline void fill_state(struct rec_state *r, struct sock *sk, struct tcp_sock *tp,
				       int old_state, int new_state)
{
	__u64 task = bpf_get_current_pid_tgid();

	r->time = bpf_ktime_get_boot_ns();
	r->cookie = bpf_get_socket_cookie(sk);
	/* No such field without CONFIG_SOCK_CGROUP_DATA, and before 8520e224f547 (5.15). */
	r->cgroup = bpf_core_field_exists(sk->sk_cgrp_data.cgroup) ? sk->sk_cgrp_data.cgroup->kn->id : 0;
	r->pid = task >> 32;
	r->tid = (__u32)task;
	r->uid = sk->sk_uid.val;
	r->netns = sk->__sk_common.skc_net.net->ns.inum;
	r->protocol = IPPROTO_TCP;
	fill_addresses(r, sk, tp);
	r->old_state = old_state;
	r->new_state = new_state;
	r->socket = socket_flags(sk, tp);
	r->error = sk->sk_err;
	bpf_get_current_comm(r->comm, sizeof(r->comm));
}

/* The counters matter when a side of the connection ends; elsewhere they would be bytes for nothing. */
static __always_inline int carries_counters(int new_state)
{
	return new_state == TCP_CLOSE || new_state == TCP_FIN_WAIT1 || new_state == TCP_LAST_ACK;
}

static __always_inline void emit(struct cpu_counters *cpu, struct sock *sk, int old_state,
				 int new_state, __u8 flags)
{
	struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
	__u64 sequence;

	if (!tp)
		return; /* SCTP, DCCP, or the MPTCP socket above its TCP subflows */
	sequence = take_number(cpu);
	/* Two ways, since the verifier wants each reserve's size to be a constant. */
	if (carries_counters(new_state)) {
		struct rec_state_counters *r = reserve(cpu, sizeof(*r));

		if (!r)
			return;
		fill_header(&r->state.header, REC_STATE, sizeof(*r), flags | REC_COUNTERS, sequence);
		fill_state(&r->state, sk, tp, old_state, new_state);
		fill_counters(&r->counters, tp);
		bpf_ringbuf_submit(r, wake_up(sequence));
	} else {
		struct rec_state *r = reserve(cpu, sizeof(*r));

		if (!r)
			return;
		fill_header(&r->header, REC_STATE, sizeof(*r), flags, sequence);
		fill_state(r, sk, tp, old_state, new_state);
		bpf_ringbuf_submit(r, wake_up(sequence));
	}
}

/* What a process does to a socket (SYN_SENT, FIN_WAIT1, LAST_ACK) and what the softirq that
 * interrupts it does to others never share a slot. */
static __always_inline struct seen *seen_slot(struct sock *sk, __u32 new_state)
{
	__u32 ports = sk->__sk_common.skc_num ^ bpf_ntohs(sk->__sk_common.skc_dport);
	__u32 slot = (new_state % 16) * 64 + ports % 64;

	return bpf_map_lookup_elem(&seen, &slot);
}

/* Arguments of the tracepoint: (struct sock *sk, int old_state, int new_state). */
SEC("tp_btf/inet_sock_set_state")
int session(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ctx[0];
	struct cpu_counters *cpu = this_cpu();
	struct seen *slot = seen_slot(sk, ctx[2]);

	if (!cpu || !slot)
		return 0;
	slot->sk = sk;
	slot->states = ctx[1] << 8 | ctx[2];
	emit(cpu, sk, ctx[1], ctx[2], 0);
	return 0;
}

/*
 * The kernel does not run a tracing program that already runs on the same CPU: when a softirq
 * interrupts `session`, its transitions would be missed. This second copy is attached after it,
 * so for each transition it is run next, and emits what `session` was not run for. (A flag that
 * says `session` is busy would not do: the kernel takes it for running some time before its first
 * instruction and after its last.) Where this copy is itself interrupted and skipped, `session` is
 * not running and sees the transition. `nested` counts how often, so that the kernel's own count
 * of what `session` missed says what neither saw.
 */
SEC("tp_btf/inet_sock_set_state")
int session_nested(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ctx[0];
	struct cpu_counters *cpu = this_cpu();
	struct seen *slot = seen_slot(sk, ctx[2]);

	if (!cpu || !slot)
		return 0;
	if (slot->sk == sk && slot->states == (__u32)(ctx[1] << 8 | ctx[2])) {
		slot->sk = 0;
		return 0;
	}
	__sync_fetch_and_add(&cpu->nested, 1);
	emit(cpu, sk, ctx[1], ctx[2], REC_NESTED);
	return 0;
}
