// SPDX-License-Identifier: Apache-2.0
/* How BPF objects are opened, and their programs attached: tcplife.bpf.SessionProgram and Kernel. */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>
#include "program.h"
#include "tcplife_bpf_Bridge.h"

#define TRACEFS "/sys/kernel/tracing"

struct bpf_object *open_bytes(JNIEnv *env, jbyteArray bytes)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "tcplife");
	jbyte *content = (*env)->GetByteArrayElements(env, bytes, NULL);
	struct bpf_object *object;
	int error;

	libbpf_set_print(keep_explanation);
	object = bpf_object__open_mem(content, (*env)->GetArrayLength(env, bytes), &options);
	error = errno;
	(*env)->ReleaseByteArrayElements(env, bytes, content, JNI_ABORT);
	errno = error;
	return object;
}

int open_object(struct program *p, JNIEnv *env, jbyteArray bytes, const char **call)
{
	struct bpf_object *object = open_bytes(env, bytes);
	struct bpf_map *constants;
	void *initial;
	size_t size;

	*call = "open BPF object";
	if (!object)
		return -errno;
	p->objects[p->object_count++] = object;
	constants = bpf_object__find_map_by_name(object, ".rodata");
	initial = constants ? (void *)bpf_map__initial_value(constants, &size) : NULL;
	/* wake_at is the programs' only constant. */
	if (!initial || size != sizeof(p->wake_at))
		return -EINVAL;
	memcpy(initial, &p->wake_at, sizeof(p->wake_at));
	return 0;
}

static int share_map(struct program *p, struct bpf_object *object, const char *name)
{
	return bpf_map__reuse_fd(bpf_object__find_map_by_name(object, name),
				 bpf_object__find_map_fd_by_name(p->objects[0], name));
}

/* Of the object's programs only those named are loaded. */
static int choose(JNIEnv *env, struct bpf_object *object, jobjectArray names)
{
	struct bpf_program *program;
	int error = 0;

	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, false);
	for (int i = 0; !error && i < (*env)->GetArrayLength(env, names); i++) {
		jstring name = (*env)->GetObjectArrayElement(env, names, i);
		const char *text = (*env)->GetStringUTFChars(env, name, NULL);

		program = bpf_object__find_program_by_name(object, text);
		error = program ? bpf_program__set_autoload(program, true) : -ENOENT;
		(*env)->ReleaseStringUTFChars(env, name, text);
	}
	return error;
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_add(JNIEnv *env, jclass type, jlong handle, jbyteArray bytes,
						   jobjectArray names)
{
	struct program *p = (struct program *)handle;
	struct bpf_object *object;
	const char *call;
	int count = p->object_count, error;

	(void)type;
	if (count == MOST_OBJECTS) {
		throw_errno(env, "open BPF object", "", ENOSPC);
		return;
	}
	error = open_object(p, env, bytes, &call);
	object = p->objects[count];
	if (!error) {
		call = "configure BPF object";
		error = share_map(p, object, "events");
	}
	if (!error)
		error = share_map(p, object, "counters");
	if (!error)
		error = choose(env, object, names);
	if (!error) {
		call = "load BPF object";
		error = bpf_object__load(object);
	}
	if (!error)
		return;
	if (p->object_count > count)
		bpf_object__close(p->objects[--p->object_count]);
	throw_errno(env, call, "", -error);
}

static struct bpf_program *find_program(const struct program *p, const char *name)
{
	struct bpf_program *program = NULL;

	for (int i = 0; !program && i < p->object_count; i++)
		program = bpf_object__find_program_by_name(p->objects[i], name);
	return program;
}

/* libbpf looks up a classic tracepoint's number in tracefs, in one of two places: where there is
 * none, it is mounted for that moment. Returns whether it was, or a negative errno. */
static int mount_tracefs(void)
{
	if (!eaccess(TRACEFS "/events", F_OK) || !eaccess("/sys/kernel/debug/tracing/events", F_OK))
		return false;
	return mount("tracefs", TRACEFS, "tracefs", 0, NULL) ? -errno : true;
}

static struct bpf_link *attach(JNIEnv *env, struct bpf_program *program)
{
	bool needs_tracefs = bpf_program__type(program) == BPF_PROG_TYPE_TRACEPOINT;
	int mounted = needs_tracefs ? mount_tracefs() : false;
	struct bpf_link *link;

	if (mounted < 0) {
		throw_errno(env, "mount -t tracefs tracefs " TRACEFS, "", -mounted);
		return NULL;
	}
	link = bpf_program__attach(program);
	if (!link)
		throw_errno(env, "attach BPF program", bpf_program__name(program), errno);
	if (mounted)
		umount2(TRACEFS, MNT_DETACH);
	return link;
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_attach(JNIEnv *env, jclass type, jlong handle, jstring name)
{
	struct program *p = (struct program *)handle;
	const char *text = (*env)->GetStringUTFChars(env, name, NULL);
	struct bpf_program *program = find_program(p, text);
	struct bpf_link *link = NULL;

	(void)type;
	if (!program || p->link_count == MOST_LINKS)
		throw_errno(env, "find BPF program", text, program ? ENOSPC : ENOENT);
	else
		link = attach(env, program);
	if (link)
		p->links[p->link_count++] = link;
	(*env)->ReleaseStringUTFChars(env, name, text);
}

/* What the kernel's types say of the target of a program's section, "tp_btf/NAME" or "fexit/NAME". */
JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_targetError(JNIEnv *env, jclass type, jstring section)
{
	const char *text = (*env)->GetStringUTFChars(env, section, NULL);
	bool function = !strncmp(text, "fexit/", 6);
	int id;

	(void)type;
	libbpf_set_print(NULL); /* the errno says it all */
	id = libbpf_find_vmlinux_btf_id(strchr(text, '/') + 1, function ? BPF_TRACE_FEXIT : BPF_TRACE_RAW_TP);
	(*env)->ReleaseStringUTFChars(env, section, text);
	return id < 0 ? -id : 0;
}
