// SPDX-License-Identifier: Apache-2.0
/* Watches hidden.bpf.c at work: the native side of tcplife.bpf.HiddenProcesses. */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <unistd.h>
#include "bridge.h"
#include "hidden.h"
#include "tcplife_bpf_Bridge.h"

#define MOST_FOUND 64

static int find_hidden(int processes, jint *found)
{
	uint32_t key, how, *before = NULL;
	int count = 0;

	while (count < MOST_FOUND && !bpf_map_get_next_key(processes, before, &key)) {
		if (!bpf_map_lookup_elem(processes, &key, &how) && how == LEFT_UNSEEN)
			found[count++] = key;
		before = &key;
	}
	return count;
}

/* Returns how many were found, or a negative errno and the call that failed. */
static int watch(struct bpf_object *object, int milliseconds, jint *found, const char **call)
{
	struct bpf_link *link;

	*call = "load BPF object";
	if (bpf_object__load(object))
		return -errno;
	*call = "attach BPF program";
	link = bpf_program__attach(bpf_object__find_program_by_name(object, "switched"));
	if (!link)
		return -errno;
	usleep(milliseconds * 1000);
	bpf_link__destroy(link);
	return find_hidden(bpf_object__find_map_fd_by_name(object, "processes"), found);
}

JNIEXPORT jintArray JNICALL Java_tcplife_bpf_Bridge_hiddenProcesses(JNIEnv *env, jclass type, jbyteArray bytes,
								    jint milliseconds)
{
	struct bpf_object *object = open_bytes(env, bytes);
	const char *call = "open BPF object";
	jintArray result = NULL;
	jint found[MOST_FOUND];
	int count = object ? watch(object, milliseconds, found, &call) : -errno;

	(void)type;
	bpf_object__close(object);
	if (count < 0)
		throw_errno(env, call, "", -count);
	else if ((result = (*env)->NewIntArray(env, count)))
		(*env)->SetIntArrayRegion(env, result, 0, count, found);
	return result;
}
