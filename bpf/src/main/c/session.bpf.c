// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Hands every state transition of every TCP socket to the recorder, unfiltered and
 * unjudged: what a session is, and whose, is decided when a capture is read. Nothing
 * here grows with the number of sessions.
 */
#include "task_types.h"
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "ring.h"
#include "state_record.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* The last transition in a softirq that `session` saw, until `session_nested` was asked about it. */
struct seen {
	__u64 cookie;
	__u64 states; /* 0: none */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct seen);
} seen SEC(".maps");

static __always_inline void fill_state(struct rec_state *r, struct sock *sk, struct tcp_sock *tp,
				       int old_state, int new_state)
{
	__u64 task = bpf_get_current_pid_tgid();

	r->time = bpf_ktime_get_boot_ns();
	r->cookie = bpf_get_socket_cookie(sk);
	fill_socket(r, sk, tp, old_state, new_state);
	r->pid = task >> 32;
	r->tid = (__u32)task;
	r->task_uid = (__u32)bpf_get_current_uid_gid();
	if (bpf_get_current_task_btf()->flags & PF_KTHREAD)
		r->socket |= SOCKET_KERNEL_TASK;
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

/* THREAD_SIZE of x86-64 and, with pages of 4 KiB, of arm64. On a larger stack (KASAN, larger pages) a task
 * is taken for a softirq: a transition that one interrupts may then come twice. */
#define TASK_STACK 16384

/*
 * A softirq that interrupts the kernel has another stack than the task (x86-64; arm64 since 6.1). So
 * where the arguments lie on the task's own, no program was interrupted: `session` saw the transition.
 */
static __always_inline int on_task_stack(__u64 *ctx)
{
	__u64 stack = (__u64)bpf_get_current_task_btf()->stack;

	/* Not by the difference: the verifiers of 6.1 and 6.12 refuse to subtract from ctx. */
	return (__u64)ctx >= stack && (__u64)ctx < stack + TASK_STACK;
}

static __always_inline struct seen *seen_here(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&seen, &zero);
}

static __always_inline __u64 both_states(__u64 *ctx)
{
	return ctx[1] << 8 | ctx[2];
}

/* Arguments of the tracepoint: (struct sock *sk, int old_state, int new_state). */
SEC("tp_btf/inet_sock_set_state")
int session(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ctx[0];
	struct cpu_counters *cpu = this_cpu();
	struct seen *last;

	if (!cpu)
		return 0;
	emit(cpu, sk, ctx[1], ctx[2], 0);
	if (on_task_stack(ctx) || !(last = seen_here()))
		return 0;
	last->cookie = sk->__sk_common.skc_cookie.counter; /* which emit may have given it */
	last->states = both_states(ctx);
	return 0;
}

/*
 * The kernel does not run a tracing program that already runs on the same CPU: when a softirq
 * interrupts `session`, its transitions would be missed. This second copy is attached after it,
 * so for each transition it is run next, and emits what `session` was not run for. (A flag that
 * says `session` is busy would not do: the kernel takes it for running some time before its first
 * instruction and after its last.) Where this copy is itself interrupted and skipped, `session` is
 * not running and sees the transition; what is left over then is known by its cookie. `nested`
 * counts how often, so that the kernel's own count of what `session` missed says what neither saw.
 */
SEC("tp_btf/inet_sock_set_state")
int session_nested(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ctx[0];
	struct cpu_counters *cpu;
	struct seen *last;

	if (on_task_stack(ctx) || !(cpu = this_cpu()) || !(last = seen_here()))
		return 0;
	if (last->cookie == (__u64)sk->__sk_common.skc_cookie.counter && last->states == both_states(ctx)) {
		last->states = 0;
		return 0;
	}
	__sync_fetch_and_add(&cpu->nested, 1);
	emit(cpu, sk, ctx[1], ctx[2], REC_NESTED);
	return 0;
}
