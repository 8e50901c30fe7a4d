/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * How a kernel program hands over a record: into one ring, numbered per CPU, every loss counted.
 * Each object has these maps; the bridge makes all of them those of session.bpf.c.
 */
#ifndef TCPLIFE_RING_H
#define TCPLIFE_RING_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "session_counters.h"
#include "session_event.h"

/* Bytes waiting at which the recorder is woken before its timer; set before the load. */
const volatile __u64 wake_at;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096); /* set before the load */
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct cpu_counters);
} counters SEC(".maps");

static __always_inline struct cpu_counters *this_cpu(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&counters, &zero);
}

/* Atomic: a softirq may take a number between the load and the store of a plain increment. */
static __always_inline __u64 take_number(struct cpu_counters *cpu)
{
	return __sync_fetch_and_add(&cpu->made, 1);
}

static __always_inline void count_lost(struct cpu_counters *cpu)
{
	__sync_fetch_and_add(&cpu->lost, 1);
}

static __always_inline void *reserve(struct cpu_counters *cpu, __u64 size)
{
	void *room = bpf_ringbuf_reserve(&events, size, 0);

	if (!room)
		count_lost(cpu);
	return room;
}

static __always_inline void fill_header(struct rec_header *h, enum rec_kind kind, __u16 length, __u8 flags,
					__u64 sequence)
{
	h->length = length;
	h->kind = kind;
	h->flags = flags;
	h->cpu = bpf_get_smp_processor_id();
	h->sequence = sequence;
}

/* Where so few bytes are much, the ring could be full before a CPU has made 64 records. */
#define LITTLE (64 << 10)

/* No wake-up per event: the recorder looks by itself, unless much is waiting. Asked rarely,
 * since the answer costs a look at the consumer's cache line. */
static __always_inline __u64 wake_up(__u64 sequence)
{
	if ((wake_at < LITTLE || sequence % 64 == 0) &&
	    bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA) >= wake_at)
		return BPF_RB_FORCE_WAKEUP;
	return BPF_RB_NO_WAKEUP;
}

#endif
