/* SPDX-License-Identifier: Apache-2.0 */
/* The BPF programs of one recording: what a handle of tcplife.bpf.SessionProgram points to. */
#ifndef TCPLIFE_PROGRAM_H
#define TCPLIFE_PROGRAM_H

#include <bpf/libbpf.h>
#include <stddef.h>
#include <stdint.h>
#include "bridge.h"
#include "new_ids.h"
#include "session_counters.h"

#define MOST_OBJECTS 8
#define MOST_LINKS 16

/* Mirrored by tcplife.event.BatchSummary. */
struct batch_summary {
	uint32_t records;
	uint32_t bytes;
	uint64_t first_time;
	uint64_t last_time;
	uint32_t cpus;
	uint32_t reserved;
	struct batch_cpu {
		uint32_t cpu;
		uint32_t records;
		uint64_t first_sequence;
		uint64_t last_sequence;
	} table[];
};

struct program {
	struct bpf_object *objects[MOST_OBJECTS]; /* the first is session.bpf.c, whose maps all share */
	int object_count;
	struct bpf_link *links[MOST_LINKS];
	int link_count;
	struct ring_buffer *ring;
	uint64_t wake_at;
	int events_epoll;
	int cpus;
	/* the drain under way */
	char *to;
	size_t room;
	struct batch_summary *summary;
	struct new_ids ids;
	int32_t *slot_of_cpu; /* where a CPU is in the summary's table; -1 not there */
};

/* Opens an object, not yet loaded, as the last of p's, and sets its constant. Returns 0, or a negative
 * errno and the call that failed; what was opened stays p's to close. */
int open_object(struct program *p, JNIEnv *env, jbyteArray bytes, const char **call);

#endif
