// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Makes synthetic session events in the ring of a running recorder, much faster than sockets
 * could: for measurements of the way from the ring to the disk. Each event takes its number
 * from the recorder's own counters, so that what it accounts for stays exact.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "generator.h"
#include "session_counters.h"
#include "session_event.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Both are the recorder's: replaced before the load. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct cpu_counters);
} counters SEC(".maps");

enum { ESTABLISHED = 1, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, CLOSE = 7, CLOSE_WAIT, LAST_ACK, LISTEN };
enum { CLIENT, SERVER, STEPS = 10 };

/* Cookies of the kernel are small numbers: these collide with none. */
#define FIRST_COOKIE (1ULL << 48)
#define CLIENT_PORT 40000
#define SERVER_PORT 80

/* The life of both ends of a connection, in the order in which loopback shows it. */
static const struct step {
	__u8 side, old_state, new_state, counters;
} steps[STEPS] = {
	{ CLIENT, CLOSE, SYN_SENT, 0 },
	{ SERVER, LISTEN, SYN_RECV, 0 },
	{ CLIENT, SYN_SENT, ESTABLISHED, 0 },
	{ SERVER, SYN_RECV, ESTABLISHED, 0 },
	{ CLIENT, ESTABLISHED, FIN_WAIT1, 1 },
	{ SERVER, ESTABLISHED, CLOSE_WAIT, 0 },
	{ CLIENT, FIN_WAIT1, FIN_WAIT2, 0 },
	{ SERVER, CLOSE_WAIT, LAST_ACK, 1 },
	{ CLIENT, FIN_WAIT2, CLOSE, 1 },
	{ SERVER, LAST_ACK, CLOSE, 1 },
};

struct rec_state_counters {
	struct rec_state state;
	struct rec_counters counters;
};

/* What one call of the loop's body hands to the next; lies on the stack, as bpf_loop wants. */
struct progress {
	struct cpu_counters *cpu;
	__u64 session, step, fill, wake, made, lost;
};

static __always_inline void fill_state(struct rec_state *r, __u16 length, __u8 flags, __u64 sequence,
				       __u64 session, const struct step *step)
{
	__u64 task = bpf_get_current_pid_tgid();
	__u16 client_port = CLIENT_PORT + session % 20000;

	__builtin_memset(r, 0, sizeof(*r));
	r->header.length = length;
	r->header.kind = REC_STATE;
	r->header.flags = flags;
	r->header.cpu = bpf_get_smp_processor_id();
	r->header.sequence = sequence;
	r->time = bpf_ktime_get_boot_ns();
	r->cookie = FIRST_COOKIE + 2 * session + step->side;
	r->cgroup = 1;
	r->pid = task >> 32;
	r->tid = (__u32)task;
	r->netns = 1;
	r->family = 2;	 /* AF_INET */
	r->protocol = 6; /* IPPROTO_TCP */
	r->local_port = step->side == CLIENT ? client_port : SERVER_PORT;
	r->remote_port = step->side == CLIENT ? SERVER_PORT : client_port;
	r->old_state = step->old_state;
	r->new_state = step->new_state;
	r->local_address[0] = r->remote_address[0] = 127;
	r->local_address[3] = r->remote_address[3] = 1;
	bpf_get_current_comm(r->comm, sizeof(r->comm));
}

static __always_inline void fill_counters(struct rec_counters *c, __u64 session)
{
	__builtin_memset(c, 0, sizeof(*c));
	c->bytes_acked = session % 65536;
	c->bytes_received = session % 1048576;
	c->bytes_sent = session % 65536;
	c->segments_in = c->segments_out = 5;
	c->smoothed_rtt = c->minimum_rtt = 20;
}

static __always_inline __u64 wake_up(struct progress *p, __u64 sequence)
{
	if (sequence % 64 == 0 && bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) >= p->wake)
		return BPF_RB_FORCE_WAKEUP;
	return BPF_RB_NO_WAKEUP;
}

static __always_inline void *reserve(struct progress *p, __u64 size)
{
	void *room = bpf_ringbuf_reserve(&events, size, 0);

	if (!room) {
		__sync_fetch_and_add(&p->cpu->lost, 1);
		p->lost++;
	}
	return room;
}

static long make_event(__u32 index, void *context)
{
	struct progress *p = context;
	__u64 session = p->session, at = p->step, sequence;
	const struct step *step = &steps[at];

	if (at >= STEPS) /* never; but the verifier cannot know */
		return 1;
	if (index % 64 == 0 && bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) >= p->fill)
		return 1;
	sequence = __sync_fetch_and_add(&p->cpu->made, 1);
	p->made++;
	p->step = at == STEPS - 1 ? 0 : at + 1;
	p->session += !p->step;
	if (step->counters) {
		struct rec_state_counters *r = reserve(p, sizeof(*r));

		if (!r)
			return 0;
		fill_state(&r->state, sizeof(*r), REC_COUNTERS, sequence, session, step);
		fill_counters(&r->counters, session);
		bpf_ringbuf_submit(r, wake_up(p, sequence));
	} else {
		struct rec_state *r = reserve(p, sizeof(*r));

		if (!r)
			return 0;
		fill_state(r, sizeof(*r), 0, sequence, session, step);
		bpf_ringbuf_submit(r, wake_up(p, sequence));
	}
	return 0;
}

/* The kernel keeps a run of this on one CPU. */
SEC("syscall")
int generate(struct generator_run *run)
{
	__u32 zero = 0;
	struct progress p = {
		.cpu = bpf_map_lookup_elem(&counters, &zero),
		.session = run->first / STEPS,
		.step = run->first % STEPS,
		.fill = run->fill,
		.wake = run->wake,
	};

	if (!p.cpu)
		return 1;
	bpf_loop(run->count, make_event, &p, 0);
	run->made = p.made;
	run->lost = p.lost;
	run->waits = bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA);
	return 0;
}
