// SPDX-License-Identifier: Apache-2.0
/* Whose files a recorder makes, and giving up what it may: tcplife.bpf.User. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "bridge.h"
#include "tcplife_bpf_Bridge.h"

/* Threads that are born meanwhile inherit what their parents still have, so all are looked at again. */
#define MOST_ROUNDS 1000
#define ROUND_US 1000

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

/* Whether a thread has any capability, or could get one by an exec; one that is gone has none. */
static bool has_capabilities(int tasks, const char *thread)
{
	char path[64], line[128];
	bool has = false;
	FILE *status;
	int fd;

	snprintf(path, sizeof(path), "%.20s/status", thread);
	fd = openat(tasks, path, O_RDONLY | O_CLOEXEC);
	status = fd < 0 ? NULL : fdopen(fd, "r");
	if (!status) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while (fgets(line, sizeof(line), status))
		if (!strncmp(line, "CapInh:", 7) || !strncmp(line, "CapPrm:", 7) || !strncmp(line, "CapEff:", 7) ||
		    !strncmp(line, "CapAmb:", 7))
			has = has || strspn(line + 7, "\t 0\n") != strlen(line + 7);
		else if (!strncmp(line, "NoNewPrivs:", 11))
			has = has || !strchr(line, '1');
	fclose(status);
	return has;
}

/* The kernel changes the calling thread alone, so each is asked by a signal. Returns how many are asked. */
static int ask_all(int signal)
{
	DIR *tasks = opendir("/proc/self/task");
	struct dirent *entry;
	int asked = 0;

	if (!tasks)
		return -errno;
	while ((entry = readdir(tasks)))
		if (*entry->d_name != '.' && has_capabilities(dirfd(tasks), entry->d_name)) {
			syscall(SYS_tgkill, getpid(), atoi(entry->d_name), signal);
			asked++;
		}
	closedir(tasks);
	return asked;
}

static int drop_capabilities(void)
{
	struct sigaction action = { .sa_handler = give_up, .sa_flags = SA_RESTART }, before;
	int signal = SIGRTMAX - 3, left = -EAGAIN;

	if (sigaction(signal, &action, &before))
		return errno;
	give_up(0);
	for (int round = 0; round < MOST_ROUNDS && left; round++) {
		left = ask_all(signal);
		if (left)
			usleep(ROUND_US);
	}
	/* A thread may yet have a signal to take: as it was, that would end the process. */
	action.sa_handler = SIG_IGN;
	sigaction(signal, before.sa_handler == SIG_DFL ? &action : &before, NULL);
	return left > 0 ? EAGAIN : -left;
}

/* Of all threads, for good. The C library changes the ids of all of them by itself. */
JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_dropPrivileges(JNIEnv *env, jclass type, jint uid, jint gid)
{
	gid_t group = gid;
	const char *call = "setresuid";
	int error = 0;

	(void)type;
	if (geteuid() == 0 && (setgroups(1, &group) || setresgid(gid, gid, gid) || setresuid(uid, uid, uid)))
		error = errno;
	if (!error) {
		call = "capset";
		error = drop_capabilities();
	}
	if (error)
		throw_errno(env, call, "", error);
}
