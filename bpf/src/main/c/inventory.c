// SPDX-License-Identifier: Apache-2.0
/*
 * The iterators of inventory.bpf.c in the kernel: the native side of tcplife.bpf.Inventory. One pass
 * after the other is begun, and then read to its end by inventory_read.c.
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
#include "inventory.h"
#include "tcplife_bpf_Bridge.h"

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
	struct inventory *v = calloc(1, sizeof(*v));
	const char *call = "open BPF object";
	int error;

	(void)type;
	if (!v) {
		throw_errno(env, "calloc", "", ENOMEM);
		return 0;
	}
	v->pass = -1;
	v->object = open_bytes(env, object);
	error = v->object ? 0 : -errno;
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
