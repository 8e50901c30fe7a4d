// SPDX-License-Identifier: Apache-2.0
/* Watches hidden.bpf.c at work: the native side of tcplife.bpf.HiddenProcesses. */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "bridge.h"
#include "hidden.h"
#include "tcplife_bpf_Bridge.h"

#define MOST_FOUND 64

struct watch {
	struct bpf_object *object;
	struct bpf_link *link;
};

static void destroy(struct watch *watch)
{
	bpf_link__destroy(watch->link);
	bpf_object__close(watch->object);
	free(watch);
}

/* Returns 0, or a negative errno and the call that failed. */
static int begin(struct watch *watch, const char **call)
{
	*call = "open BPF object";
	if (!watch->object)
		return -errno;
	*call = "load BPF object";
	if (bpf_object__load(watch->object))
		return -errno;
	*call = "attach BPF program";
	watch->link = bpf_program__attach(bpf_object__find_program_by_name(watch->object, "switched"));
	return watch->link ? 0 : -errno;
}

JNIEXPORT jlong JNICALL Java_tcplife_bpf_Bridge_watchHidden(JNIEnv *env, jclass type, jbyteArray object)
{
	struct watch *watch = calloc(1, sizeof(*watch));
	const char *call;
	int error;

	(void)type;
	if (!watch) {
		throw_errno(env, "calloc", "", ENOMEM);
		return 0;
	}
	watch->object = open_bytes(env, object);
	error = begin(watch, &call);
	if (!error)
		return (jlong)watch;
	destroy(watch);
	throw_errno(env, call, "", -error);
	return 0;
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_closeHidden(JNIEnv *env, jclass type, jlong handle)
{
	(void)env, (void)type;
	destroy((struct watch *)handle);
}

/* Of each that was found so far its thread group id (u32) and its command name (REC_COMM_SIZE bytes). */
JNIEXPORT jbyteArray JNICALL Java_tcplife_bpf_Bridge_hiddenProcesses(JNIEnv *env, jclass type, jlong handle)
{
	int processes = bpf_object__find_map_fd_by_name(((struct watch *)handle)->object, "processes");
	struct {
		rec_u32 tgid;
		char comm[REC_COMM_SIZE];
	} found[MOST_FOUND];
	struct watched process;
	rec_u32 key, *before = NULL;
	int count = 0;
	jbyteArray result;

	(void)type;
	while (count < MOST_FOUND && !bpf_map_get_next_key(processes, before, &key)) {
		before = &key;
		if (bpf_map_lookup_elem(processes, &key, &process) || process.left != LEFT_UNSEEN)
			continue;
		found[count].tgid = key;
		memcpy(found[count++].comm, process.comm, REC_COMM_SIZE);
	}
	result = (*env)->NewByteArray(env, count * sizeof(*found));
	if (result)
		(*env)->SetByteArrayRegion(env, result, 0, count * sizeof(*found), (jbyte *)found);
	return result;
}
