// SPDX-License-Identifier: Apache-2.0
/* Whose files a recorder makes, and giving up what it may: tcplife.bpf.User. */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "bridge.h"
#include "threads.h"
#include "tcplife_bpf_Bridge.h"

/* Whether a text is a number that can be an id: the highest stands for none. */
static bool is_id(const char *text, jint *id)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	*id = number;
	return *text >= '0' && *text <= '9' && !*end && number < UINT32_MAX;
}

/* UID and group, by names or numbers; a user's own group if none is given. Null if there is none. */
JNIEXPORT jintArray JNICALL Java_tcplife_bpf_Bridge_findUser(JNIEnv *env, jclass type, jstring user, jstring group)
{
	const char *name = (*env)->GetStringUTFChars(env, user, NULL);
	const char *group_name = group ? (*env)->GetStringUTFChars(env, group, NULL) : NULL;
	jint ids[2];
	bool exists = is_id(name, &ids[0]);
	struct passwd *found = exists ? getpwuid(ids[0]) : getpwnam(name);
	struct group *found_group = group ? getgrnam(group_name) : NULL;
	jintArray result = NULL;

	(void)type;
	ids[1] = ids[0];
	if (found) {
		ids[0] = found->pw_uid;
		ids[1] = found->pw_gid;
	}
	exists = exists || found;
	if (found_group)
		ids[1] = found_group->gr_gid;
	else if (group)
		exists = is_id(group_name, &ids[1]) && exists;
	if (exists && (result = (*env)->NewIntArray(env, 2)))
		(*env)->SetIntArrayRegion(env, result, 0, 2, ids);
	if (group)
		(*env)->ReleaseStringUTFChars(env, group, group_name);
	(*env)->ReleaseStringUTFChars(env, user, name);
	return result;
}

JNIEXPORT jintArray JNICALL Java_tcplife_bpf_Bridge_self(JNIEnv *env, jclass type)
{
	jint ids[2] = { geteuid(), getegid() };
	jintArray result = (*env)->NewIntArray(env, 2);

	(void)type;
	if (result)
		(*env)->SetIntArrayRegion(env, result, 0, 2, ids);
	return result;
}

/* Of this thread alone, as the kernel has it; it gives up what would let it pass over permissions. */
JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_filesAs(JNIEnv *env, jclass type, jint uid, jint gid)
{
	(void)type;
	setfsgid(gid);
	setfsuid(uid);
	/* Neither call tells whether it did anything: an id that cannot be shows what is. */
	if (setfsuid(-1) != uid || setfsgid(-1) != gid)
		throw_errno(env, "setfsuid", "", EPERM);
}

static void empty_bounds(int signal)
{
	int error = errno;

	(void)signal;
	for (int capability = 0; capability <= 63; capability++)
		prctl(PR_CAPBSET_DROP, capability, 0, 0, 0); /* fails beyond the last one that there is */
	errno = error;
}

static void give_up(int signal)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { 0 };
	int error = errno;

	(void)signal;
	syscall(SYS_capset, &header, none);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	errno = error;
}

static bool is_set(const char *line, const char *set)
{
	size_t name = strlen(set);

	return !strncmp(line, set, name) && strspn(line + name, "\t 0\n") != strlen(line + name);
}

static bool has_bounds(const char *line)
{
	return is_set(line, "CapBnd:");
}

/* Whether a thread has any capability, or could get one by an exec. */
static bool has_capabilities(const char *line)
{
	return is_set(line, "CapInh:") || is_set(line, "CapPrm:") || is_set(line, "CapEff:") ||
	       is_set(line, "CapAmb:") || (!strncmp(line, "NoNewPrivs:", 11) && !strchr(line, '1'));
}

/* What an exec could give: a thread may that has CAP_SETPCAP, as root does. For others no_new_privs has to do. */
static int drop_bounds(void)
{
	if (prctl(PR_CAPBSET_DROP, CAP_SETPCAP, 0, 0, 0))
		return 0;
	return in_all_threads(empty_bounds, has_bounds);
}

/* Of all threads, for good. The C library changes the ids of all of them by itself. */
JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_dropPrivileges(JNIEnv *env, jclass type, jint uid, jint gid)
{
	gid_t group = gid;
	const char *call = "prctl";
	int error = drop_bounds();

	(void)type;
	if (!error && geteuid() == 0) {
		call = "setresuid";
		if (setgroups(1, &group) || setresgid(gid, gid, gid) || setresuid(uid, uid, uid))
			error = errno;
	}
	if (!error) {
		call = "capset";
		error = in_all_threads(give_up, has_capabilities);
	}
	if (error)
		throw_errno(env, call, "", error);
}
