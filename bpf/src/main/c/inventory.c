// SPDX-License-Identifier: Apache-2.0
/*
 * The iterators of inventory.bpf.c: the native side of tcplife.bpf.Inventory. One pass after the
 * other is begun and read to its end; what a pass tells again is dropped.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "bridge.h"
#include "new_ids.h"
#include "process_texts.h"
#include "tcplife_bpf_Bridge.h"

#define MOST_LINKS 3

struct inventory {
	struct bpf_object *object;
	struct bpf_link *links[MOST_LINKS];
	int pass; /* the iterator being read, or -1 */
	struct id_set open;	/* cookies of all sockets found */
	struct id_set holdings; /* and the processes that hold them */
	struct new_ids ids;
	size_t at, end; /* of what was read and not yet handed on */
	_Alignas(8) char raw[64 << 10];
};

static void end_pass(struct inventory *v)
{
	if (v->pass >= 0)
		close(v->pass);
	v->pass = -1;
	v->at = v->end = 0;
}

static void destroy(struct inventory *v)
{
	end_pass(v);
	for (int i = 0; i < MOST_LINKS; i++)
		bpf_link__destroy(v->links[i]);
	bpf_object__close(v->object);
	id_set_clear(&v->open);
	id_set_clear(&v->holdings);
	forget_ids(&v->ids);
	free(v);
}

static int attach_all(struct inventory *v)
{
	struct bpf_program *program;
	int i = 0;

	bpf_object__for_each_program(program, v->object) {
		v->links[i] = bpf_program__attach(program);
		if (!v->links[i++])
			return -errno;
	}
	return 0;
}

JNIEXPORT jlong JNICALL Java_tcplife_bpf_Bridge_openInventory(JNIEnv *env, jclass type, jbyteArray object)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "tcplife");
	struct inventory *v = calloc(1, sizeof(*v));
	const char *call = "open BPF object";
	jbyte *bytes;
	int error;

	(void)type;
	if (!v) {
		throw_errno(env, "calloc", "", ENOMEM);
		return 0;
	}
	v->pass = -1;
	libbpf_set_print(keep_explanation);
	bytes = (*env)->GetByteArrayElements(env, object, NULL);
	v->object = bpf_object__open_mem(bytes, (*env)->GetArrayLength(env, object), &options);
	error = v->object ? 0 : -errno;
	(*env)->ReleaseByteArrayElements(env, object, bytes, JNI_ABORT);
	if (!error) {
		call = "load BPF iterators";
		error = bpf_object__load(v->object);
	}
	if (!error) {
		call = "attach BPF iterators";
		error = attach_all(v);
	}
	if (!error)
		return (jlong)v;
	destroy(v);
	throw_errno(env, call, "", -error);
	return 0;
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_closeInventory(JNIEnv *env, jclass type, jlong handle)
{
	(void)env, (void)type;
	destroy((struct inventory *)handle);
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_restartInventory(JNIEnv *env, jclass type, jlong handle)
{
	struct inventory *v = (struct inventory *)handle;

	(void)env, (void)type;
	end_pass(v);
	id_set_clear(&v->open);
	id_set_clear(&v->holdings);
	forget_ids(&v->ids);
}

struct creation {
	const char *namespace;
	int link, fd, error;
};

static void *create_there(void *argument)
{
	struct creation *c = argument;
	int namespace = open(c->namespace, O_RDONLY | O_CLOEXEC);

	if (namespace >= 0 && setns(namespace, CLONE_NEWNET) == 0)
		c->fd = bpf_iter_create(c->link);
	c->error = errno;
	if (namespace >= 0)
		close(namespace);
	return NULL;
}

/* An iterator stays in the network namespace of the thread that made it: so one is made to make it. */
static int create_in(const char *namespace, int link)
{
	struct creation creation = { namespace, link, -1, 0 };
	pthread_t thread;

	errno = pthread_create(&thread, NULL, create_there, &creation);
	if (errno)
		return -1;
	pthread_join(thread, NULL);
	errno = creation.error;
	return creation.fd;
}

/* Begins a pass: of which program, and if not of the own one, of which network namespace. */
JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_beginPass(JNIEnv *env, jclass type, jlong handle, jstring name,
							 jstring namespace)
{
	struct inventory *v = (struct inventory *)handle;
	const char *program = (*env)->GetStringUTFChars(env, name, NULL);
	const char *path = namespace ? (*env)->GetStringUTFChars(env, namespace, NULL) : NULL;
	struct bpf_program *each;
	int i = 0, link = -1;

	(void)type;
	bpf_object__for_each_program(each, v->object) {
		if (!strcmp(bpf_program__name(each), program))
			link = bpf_link__fd(v->links[i]);
		i++;
	}
	end_pass(v);
	v->pass = path ? create_in(path, link) : bpf_iter_create(link);
	if (v->pass < 0)
		throw_errno(env, "iterate", path ? path : program, errno);
	if (path)
		(*env)->ReleaseStringUTFChars(env, namespace, path);
	(*env)->ReleaseStringUTFChars(env, name, program);
}

/* Whether a record is told for the first time: each socket for each process that holds it, and
 * where nobody does, once. */
static bool is_news(struct inventory *v, const struct rec_state *r)
{
	bool new_socket = id_set_add(&v->open, r->cookie);

	/* PIDs have at most 22 bits (PID_MAX_LIMIT), and cookies, which count sockets, never had 42. */
	return r->pid == 0 ? new_socket : id_set_add(&v->holdings, r->cookie << 22 | r->pid);
}

/* Copies a record to where it is wanted; returns how long it is there, 0 if it is not. */
static size_t hand_on(struct inventory *v, const struct rec_header *record, void *to)
{
	if (record->kind == REC_OPEN && !is_news(v, (const struct rec_state *)record))
		return 0;
	memcpy(to, record, record->length);
	if (record->kind == REC_PROCESS)
		append_process_texts(to);
	note_ids(&v->ids, to);
	return ((const struct rec_header *)to)->length;
}

/* Reads on, behind the part of a record that was left; returns the bytes read, 0 at the end, or an errno. */
static ssize_t read_on(struct inventory *v)
{
	ssize_t n;

	v->end -= v->at;
	memmove(v->raw, v->raw + v->at, v->end);
	v->at = 0;
	do /* EAGAIN: the kernel looked at a million objects and found none that counts */
		n = read(v->pass, v->raw + v->end, sizeof(v->raw) - v->end);
	while (n < 0 && (errno == EAGAIN || errno == EINTR));
	if (n > 0)
		v->end += n;
	return n < 0 ? -errno : n;
}

static bool is_whole(const struct inventory *v)
{
	const struct rec_header *record = (const void *)(v->raw + v->at);

	return v->end - v->at >= sizeof(*record) && v->end - v->at >= record->length;
}

/* The bytes of whole records that were put there; 0 at the end of the pass. */
JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_readPass(JNIEnv *env, jclass type, jlong handle, jobject to,
							jint position, jint room)
{
	struct inventory *v = (struct inventory *)handle;
	char *begin = (char *)(*env)->GetDirectBufferAddress(env, to) + position;
	size_t used = 0;

	(void)type;
	while (used + LARGEST_PROCESS <= (size_t)room && v->ids.count <= MOST_NEW_IDS - IDS_OF_RECORD) {
		const struct rec_header *record = (const void *)(v->raw + v->at);

		if (is_whole(v)) {
			used += hand_on(v, record, begin + used);
			v->at += record->length;
			continue;
		}
		ssize_t n = read_on(v);
		if (n < 0)
			throw_errno(env, "read BPF iterator", "", -n);
		if (n <= 0)
			break;
	}
	return used;
}

JNIEXPORT jlongArray JNICALL Java_tcplife_bpf_Bridge_inventoryIds(JNIEnv *env, jclass type, jlong handle)
{
	(void)type;
	return take_ids(env, &((struct inventory *)handle)->ids);
}

JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_openSockets(JNIEnv *env, jclass type, jlong handle)
{
	(void)env, (void)type;
	return ((struct inventory *)handle)->open.count;
}
