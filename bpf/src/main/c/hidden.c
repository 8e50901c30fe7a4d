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

/* Returns how many were found, or a negative errno and the call that failed. */
static int watch(struct bpf_object *object, int milliseconds, jint *found, const char **call)
{
	int map, count = 0;
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
	map = bpf_object__find_map_fd_by_name(object, "hidden");
	while (count < MOST_HIDDEN && !bpf_map_get_next_key(map, count ? &found[count - 1] : NULL, &found[count]))
		count++;
	return count;
}

JNIEXPORT jintArray JNICALL Java_tcplife_bpf_Bridge_hiddenProcesses(JNIEnv *env, jclass type, jbyteArray bytes,
								    jint milliseconds)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "tcplife");
	jbyte *content = (*env)->GetByteArrayElements(env, bytes, NULL);
	const char *call = "open BPF object";
	struct bpf_object *object;
	jint found[MOST_HIDDEN];
	jintArray result = NULL;
	int count;

	(void)type;
	libbpf_set_print(keep_explanation);
	object = bpf_object__open_mem(content, (*env)->GetArrayLength(env, bytes), &options);
	count = object ? watch(object, milliseconds, found, &call) : -errno;
	(*env)->ReleaseByteArrayElements(env, bytes, content, JNI_ABORT);
	bpf_object__close(object);
	if (count < 0)
		throw_errno(env, call, "", -count);
	else if ((result = (*env)->NewIntArray(env, count)))
		(*env)->SetIntArrayRegion(env, result, 0, count, found);
	return result;
}
