// SPDX-License-Identifier: Apache-2.0
/*
 * The BPF program in the kernel, by libbpf: the native side of tcplife.bpf.SessionProgram. A call
 * that fails throws tcplife.bpf.BridgeException, with the call's name and the errno.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include "bridge.h"
#include "session_counters.h"
#include "session_event.h"
#include "tcplife_bpf_Bridge.h"

#define LARGEST_RECORD (sizeof(struct rec_state) + sizeof(struct rec_counters))
#define MOST_LINKS 4
#define AWAIT_STOP 1

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
	struct bpf_object *object;
	struct ring_buffer *ring;
	struct bpf_link *links[MOST_LINKS];
	int link_count;
	int events_epoll;
	int cpus;
	/* the drain under way */
	char *to;
	size_t room;
	struct batch_summary *summary;
	char *populated_from, *populated_to; /* what populate() did last */
	int32_t *slot_of_cpu; /* where a CPU is in the summary's table; -1 not there */
};

static int keep_record(void *context, void *data, size_t size)
{
	struct program *p = context;
	struct batch_summary *s = p->summary;
	const struct rec_state *r = data;
	struct batch_cpu *cpu;
	int32_t slot;

	memcpy(p->to, data, size);
	p->to += size;
	p->room -= size;
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
	bpf_object__close(p->object);
	if (p->events_epoll >= 0)
		close(p->events_epoll);
	free(p->slot_of_cpu);
	free(p);
}

static int configure(struct program *p, uint64_t ring_bytes, uint64_t wake_at)
{
	struct bpf_map *read_only = bpf_object__find_map_by_name(p->object, ".rodata");
	size_t size;
	void *initial = read_only ? (void *)bpf_map__initial_value(read_only, &size) : NULL;

	/* wake_at is the program's only constant. */
	if (!initial || size != sizeof(wake_at))
		return -EINVAL;
	memcpy(initial, &wake_at, sizeof(wake_at));
	return bpf_map__set_max_entries(bpf_object__find_map_by_name(p->object, "events"), ring_bytes);
}

static int open_ring(struct program *p)
{
	int events = bpf_object__find_map_fd_by_name(p->object, "events");
	struct epoll_event watch = { .events = EPOLLIN };

	p->ring = ring_buffer__new(events, keep_record, p, NULL);
	if (!p->ring)
		return -errno;
	p->events_epoll = epoll_create1(EPOLL_CLOEXEC);
	if (p->events_epoll < 0 || epoll_ctl(p->events_epoll, EPOLL_CTL_ADD, events, &watch))
		return -errno;
	watch.data.u32 = AWAIT_STOP;
	if (stop_event >= 0 && epoll_ctl(p->events_epoll, EPOLL_CTL_ADD, stop_event, &watch))
		return -errno;
	return 0;
}

JNIEXPORT jlong JNICALL Java_tcplife_bpf_Bridge_open(JNIEnv *env, jclass type, jbyteArray object,
						     jlong ring_bytes, jlong wake_at)
{
	struct program *p = calloc(1, sizeof(*p));
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "tcplife");
	const char *call = "open BPF object";
	jbyte *bytes;
	int error;

	(void)type;
	if (!p) {
		throw_errno(env, "calloc", "", ENOMEM);
		return 0;
	}
	p->events_epoll = -1;
	libbpf_set_print(keep_explanation);
	bytes = (*env)->GetByteArrayElements(env, object, NULL);
	p->object = bpf_object__open_mem(bytes, (*env)->GetArrayLength(env, object), &options);
	error = p->object ? 0 : -errno;
	(*env)->ReleaseByteArrayElements(env, object, bytes, JNI_ABORT);
	if (!error) {
		call = "configure BPF object";
		error = configure(p, ring_bytes, wake_at);
	}
	if (!error) {
		call = "load BPF object";
		error = bpf_object__load(p->object);
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

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_attach(JNIEnv *env, jclass type, jlong handle, jstring name)
{
	struct program *p = (struct program *)handle;
	const char *text = (*env)->GetStringUTFChars(env, name, NULL);
	struct bpf_program *program = bpf_object__find_program_by_name(p->object, text);
	struct bpf_link *link = NULL;

	(void)type;
	errno = p->link_count == MOST_LINKS ? ENOSPC : ENOENT;
	if (program && p->link_count < MOST_LINKS)
		link = bpf_program__attach(program);
	if (link)
		p->links[p->link_count++] = link;
	else
		throw_errno(env, "attach BPF program", text, errno);
	(*env)->ReleaseStringUTFChars(env, name, text);
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

static uint64_t recursion_misses(struct bpf_object *object, const char *name)
{
	struct bpf_prog_info info = { 0 };
	uint32_t size = sizeof(info);
	int fd = bpf_program__fd(bpf_object__find_program_by_name(object, name));

	return bpf_obj_get_info_by_fd(fd, &info, &size) ? 0 : info.recursion_misses;
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_counters(JNIEnv *env, jclass type, jlong handle, jobject buffer)
{
	struct program *p = (struct program *)handle;
	struct cpu_counters *counters = (*env)->GetDirectBufferAddress(env, buffer);
	uint32_t zero = 0;
	uint64_t misses = recursion_misses(p->object, "session");

	(void)type;
	if (bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(p->object, "counters"), &zero, counters))
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
	return stop_asked ? AWAIT_STOP : 0;
}

JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_tracepointError(JNIEnv *env, jclass type, jstring name)
{
	const char *text = (*env)->GetStringUTFChars(env, name, NULL);
	int id;

	(void)type;
	libbpf_set_print(NULL); /* the errno says it all */
	id = libbpf_find_vmlinux_btf_id(text, BPF_TRACE_RAW_TP);
	(*env)->ReleaseStringUTFChars(env, name, text);
	return id < 0 ? -id : 0;
}
