/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* How either of the programs that see a connection accepted tells of it. */
#ifndef TCPLIFE_ACCEPT_RECORD_H
#define TCPLIFE_ACCEPT_RECORD_H

#include "ring.h"

/* The current task was given the socket of this cookie; 0 is none. */
static __always_inline void emit_accept(__u64 cookie, enum accept_evidence how)
{
	__u64 task = bpf_get_current_pid_tgid(), sequence;
	struct cpu_counters *cpu = this_cpu();
	struct rec_accept *r;

	if (!cpu || !cookie)
		return;
	sequence = take_number(cpu);
	r = reserve(cpu, sizeof(*r));
	if (!r)
		return;
	fill_header(&r->header, REC_ACCEPT, sizeof(*r), 0, sequence);
	r->time = bpf_ktime_get_boot_ns();
	r->cookie = cookie;
	r->pid = task >> 32;
	r->tid = (__u32)task;
	r->uid = (__u32)bpf_get_current_uid_gid();
	r->how = how;
	bpf_get_current_comm(r->comm, sizeof(r->comm));
	bpf_ringbuf_submit(r, wake_up(sequence));
}

#endif
