// SPDX-License-Identifier: Apache-2.0
/*
 * The BPF program in the kernel, by libbpf: the native side of tcplife.bpf.SessionProgram. A call
 * that fails throws tcplife.bpf.BridgeException, with the call's name and the errno.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include "new_ids.h"
#include "program.h"
#include "session_event.h"
#include "tcplife_bpf_Bridge.h"

/* Of process.bpf.c: an exec with both of its texts at their longest. */
#define LARGEST_RECORD (sizeof(struct rec_process) + REC_EXECUTABLE_MOST + REC_ARGUMENTS_MOST)
#define AWAIT_STOP 1
#define AWAIT_SNAPSHOT 2

/* What every record from the ring begins with. */
struct timed_record {
	struct rec_header header;
	uint64_t time;
};

static int keep_record(void *context, void *data, size_t size)
{
	struct program *p = context;
	struct batch_summary *s = p->summary;
	const struct timed_record *r = data;
	struct batch_cpu *cpu;
	int32_t slot;

	memcpy(p->to, data, size);
	p->to += size;
	p->room -= size;
	note_ids(&p->ids, &r->header);
	if (r->time < s->first_time)
		s->first_time = r->time;
	if (r->time > s->last_time)
		s->last_time = r->time;
	s->records++;
	s->bytes += size;
	slot = p->slot_of_cpu[r->header.cpu];
	if (slot < 0) {
		slot = p->slot_of_cpu[r->header.cpu] = s->cpus++;
		s->table[slot] = (struct batch_cpu){ r->header.cpu, 0, UINT64_MAX, 0 };
	}
	cpu = &s->table[slot];
	cpu->records++;
	/* Not simply the first and the last: a softirq that interrupts the program takes the later
	 * number and may reserve earlier. */
	if (r->header.sequence < cpu->first_sequence)
		cpu->first_sequence = r->header.sequence;
	if (r->header.sequence > cpu->last_sequence)
		cpu->last_sequence = r->header.sequence;
	/* An error ends the walk, but only after this record counts as consumed: so stop in time. */
	return p->room < LARGEST_RECORD ? -ENOBUFS : 0;
}

static void destroy(struct program *p)
{
	for (int i = 0; i < p->link_count; i++)
		bpf_link__destroy(p->links[i]);
	ring_buffer__free(p->ring);
	for (int i = 0; i < p->object_count; i++)
		bpf_object__close(p->objects[i]);
	if (p->events_epoll >= 0)
		close(p->events_epoll);
	forget_ids(&p->ids);
	free(p->slot_of_cpu);
	free(p);
}

static int open_ring(struct program *p)
{
	int events = bpf_object__find_map_fd_by_name(p->objects[0], "events");
	/* By their edges. Else, after one wake-up, no sleep would last while anything is in the ring, and on
	 * a busy host the recorder would move a few records at a time, without end. */
	struct epoll_event watch = { .events = EPOLLIN | EPOLLET };

	p->ring = ring_buffer__new(events, keep_record, p, NULL);
	if (!p->ring)
		return -errno;
	p->events_epoll = epoll_create1(EPOLL_CLOEXEC);
	if (p->events_epoll < 0 || epoll_ctl(p->events_epoll, EPOLL_CTL_ADD, events, &watch))
		return -errno;
	if (signal_event >= 0 && epoll_ctl(p->events_epoll, EPOLL_CTL_ADD, signal_event, &watch))
		return -errno;
	return 0;
}

JNIEXPORT jlong JNICALL Java_tcplife_bpf_Bridge_open(JNIEnv *env, jclass type, jbyteArray object,
						     jlong ring_bytes, jlong wake_at)
{
	struct program *p = calloc(1, sizeof(*p));
	const char *call;
	int error;

	(void)type;
	if (!p) {
		throw_errno(env, "calloc", "", ENOMEM);
		return 0;
	}
	p->events_epoll = -1;
	p->wake_at = wake_at;
	error = open_object(p, env, object, &call);
	if (!error) {
		call = "configure BPF object";
		error = bpf_map__set_max_entries(bpf_object__find_map_by_name(p->objects[0], "events"), ring_bytes);
	}
	if (!error) {
		call = "load BPF object";
		error = bpf_object__load(p->objects[0]);
	}
	if (!error) {
		call = "open BPF ring buffer";
		error = open_ring(p);
	}
	p->cpus = libbpf_num_possible_cpus();
	if (!error && !(p->slot_of_cpu = malloc(p->cpus * sizeof(*p->slot_of_cpu))))
		error = -ENOMEM;
	if (!error)
		return (jlong)p;
	destroy(p);
	throw_errno(env, call, "", -error);
	return 0;
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_detach(JNIEnv *env, jclass type, jlong handle)
{
	struct program *p = (struct program *)handle;

	(void)env, (void)type;
	while (p->link_count > 0)
		bpf_link__destroy(p->links[--p->link_count]);
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_close(JNIEnv *env, jclass type, jlong handle)
{
	(void)env, (void)type;
	destroy((struct program *)handle);
}

JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_possibleCpus(JNIEnv *env, jclass type)
{
	int cpus = libbpf_num_possible_cpus();

	(void)type;
	if (cpus < 0)
		throw_errno(env, "libbpf_num_possible_cpus", "", -cpus);
	return cpus;
}

JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_drain(JNIEnv *env, jclass type, jlong handle, jobject to,
						     jint position, jint room, jobject summary)
{
	struct program *p = (struct program *)handle;
	struct batch_summary *s = (*env)->GetDirectBufferAddress(env, summary);
	int result;

	(void)type;
	memset(p->slot_of_cpu, 0xff, p->cpus * sizeof(*p->slot_of_cpu));
	*s = (struct batch_summary){ .first_time = UINT64_MAX };
	p->to = (char *)(*env)->GetDirectBufferAddress(env, to) + position;
	p->room = room;
	p->summary = s;
	result = ring_buffer__consume(p->ring);
	if (result < 0 && result != -ENOBUFS)
		throw_errno(env, "ring_buffer__consume", "", -result);
	return s->records;
}

JNIEXPORT jlongArray JNICALL Java_tcplife_bpf_Bridge_newIds(JNIEnv *env, jclass type, jlong handle)
{
	(void)type;
	return take_ids(env, &((struct program *)handle)->ids);
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_forgetIds(JNIEnv *env, jclass type, jlong handle)
{
	(void)env, (void)type;
	forget_ids(&((struct program *)handle)->ids);
}

/* Of all programs but the second copy: what that is not run for, the first one sees. */
static uint64_t recursion_misses(const struct program *p)
{
	struct bpf_program *program;
	uint64_t misses = 0;

	for (int i = 0; i < p->object_count; i++)
		bpf_object__for_each_program(program, p->objects[i]) {
			struct bpf_prog_info info = { 0 };
			uint32_t size = sizeof(info);

			if (strcmp(bpf_program__name(program), "session_nested") &&
			    !bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size))
				misses += info.recursion_misses;
		}
	return misses;
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_counters(JNIEnv *env, jclass type, jlong handle, jobject buffer)
{
	struct program *p = (struct program *)handle;
	struct cpu_counters *counters = (*env)->GetDirectBufferAddress(env, buffer);
	uint32_t zero = 0;
	uint64_t misses = recursion_misses(p);

	(void)type;
	if (bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(p->objects[0], "counters"), &zero, counters))
		throw_errno(env, "read BPF map", "counters", errno);
	memcpy(counters + p->cpus, &misses, sizeof(misses));
}

/* The ring does not report data that came without a wake-up, so this sleeps though some is there. */
JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_await(JNIEnv *env, jclass type, jlong handle, jint milliseconds)
{
	struct program *p = (struct program *)handle;
	struct epoll_event ready[2];

	(void)type;
	if (epoll_wait(p->events_epoll, ready, 2, milliseconds) < 0 && errno != EINTR)
		throw_errno(env, "epoll_wait", "", errno);
	if (!snapshot_asked)
		return stop_asked ? AWAIT_STOP : 0;
	snapshot_asked = 0;
	return AWAIT_SNAPSHOT;
}
