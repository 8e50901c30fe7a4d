// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* Tells of segments that say how a session fared: resets, either way, and what was sent again. */
#include "kernel_types.h"
#include <bpf/bpf_core_read.h>
#include "ring.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

static __always_inline void emit(const struct sock *sk, enum rec_kind kind, enum segment_direction direction,
				 __u32 reason)
{
	struct cpu_counters *cpu = this_cpu();
	struct rec_segment *r;
	__u64 cookie, sequence;

	/* Asked twice whether there is a socket: some kernels' verifiers want it asked, and others
	 * (6.12) are sure of the answer and leave the question out. There is no cookie for none. */
	if (!cpu || !sk)
		return;
	cookie = bpf_get_socket_cookie((void *)sk);
	if (!cookie)
		return;
	sequence = take_number(cpu);
	r = reserve(cpu, sizeof(*r));
	if (!r)
		return;
	fill_header(&r->header, kind, sizeof(*r), 0, sequence);
	r->time = bpf_ktime_get_boot_ns();
	r->cookie = cookie;
	r->state = sk->__sk_common.skc_state;
	r->direction = direction;
	r->reserved = 0;
	r->reason = reason;
	bpf_ringbuf_submit(r, wake_up(sequence));
}

/* Arguments of the tracepoint: (struct sock *sk). */
SEC("tp_btf/tcp_receive_reset")
int reset_received(__u64 *ctx)
{
	emit((struct sock *)ctx[0], REC_RESET, SEGMENT_RECEIVED, 0);
	return 0;
}

/* Arguments of the tracepoint: (const struct sock *sk, const struct sk_buff *skb), and since
 * b533fb9cf4f7 (6.10), which came together with that type, enum sk_rst_reason reason. Without a
 * socket where nobody listens; `sk` may be a socket in TIME_WAIT, which has its session's cookie. */
SEC("tp_btf/tcp_send_reset")
int reset_sent(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ctx[0];

	emit(sk, REC_RESET, SEGMENT_SENT, bpf_core_type_exists(enum sk_rst_reason) ? ctx[2] : 0);
	return 0;
}

/* Arguments of the tracepoint: (const struct sock *sk, const struct sk_buff *skb), and since
 * ad892e912b84 (6.17), which gave its event that field too, int err: not 0 for what was not sent. */
SEC("tp_btf/tcp_retransmit_skb")
int retransmit(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ctx[0];

	if (bpf_core_field_exists(struct trace_event_raw_tcp_retransmit_skb, err) && ctx[2])
		return 0;
	emit(sk, REC_RETRANSMIT, SEGMENT_SENT, 0);
	return 0;
}
