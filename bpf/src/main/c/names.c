// SPDX-License-Identifier: Apache-2.0
/* What numbers stand for on this host: tcplife.bpf.Names. Paths from Java end in NUL. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "bridge.h"
#include "session_event.h"
#include "tcplife_bpf_Bridge.h"

/* Type of a kernfs file handle, which is the id alone (include/linux/exportfs.h, since 5.5). */
#define FILEID_KERNFS 0xfe

struct walk {
	FILE *records;
	uint64_t time;
	char path[PATH_MAX]; /* of the directory that it is in, from the mount on */
};

static jbyteArray to_java(JNIEnv *env, const char *bytes, size_t length)
{
	jbyteArray array = (*env)->NewByteArray(env, length);

	if (array)
		(*env)->SetByteArrayRegion(env, array, 0, length, (const jbyte *)bytes);
	return array;
}

static void write_name(struct walk *walk, uint64_t id, size_t length)
{
	static const char zeros[8];
	size_t padding = -length & 7;
	struct rec_name name = {
		.header = { sizeof(name) + length + padding, REC_NAME, 0, REC_NO_CPU, 0 },
		.time = walk->time,
		.id = id,
		.what = NAME_CGROUP,
		.text_length = length,
	};

	fwrite(&name, sizeof(name), 1, walk->records);
	fwrite(walk->path, length, 1, walk->records);
	fwrite(zeros, padding, 1, walk->records);
}

static bool is_child(const struct dirent *entry)
{
	return entry->d_type == DT_DIR && strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

/* Names what is below a directory, which it closes. A directory's inode is the cgroup's id. */
static void walk_below(struct walk *walk, int fd, size_t length)
{
	DIR *directory = fdopendir(fd);
	struct dirent *entry;

	if (!directory) {
		close(fd);
		return;
	}
	while ((entry = readdir(directory))) {
		size_t longer = length + 1 + strlen(entry->d_name);
		int child;

		if (!is_child(entry) || longer >= sizeof(walk->path))
			continue;
		sprintf(walk->path + length, "/%s", entry->d_name);
		write_name(walk, entry->d_ino, longer);
		child = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (child >= 0)
			walk_below(walk, child, longer);
	}
	closedir(directory);
}

static uint64_t boot_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

/* Records of what can be read. */
JNIEXPORT jbyteArray JNICALL Java_tcplife_bpf_Bridge_cgroups(JNIEnv *env, jclass type, jbyteArray mount)
{
	jbyte *path = (*env)->GetByteArrayElements(env, mount, NULL);
	int fd = open((char *)path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *records = NULL;
	size_t size;
	struct walk walk = { .records = open_memstream(&records, &size), .time = boot_time(), .path = "/" };
	struct stat root;
	jbyteArray result = NULL;

	(void)type;
	(*env)->ReleaseByteArrayElements(env, mount, path, JNI_ABORT);
	if (walk.records && fd >= 0 && fstat(fd, &root) == 0) {
		write_name(&walk, root.st_ino, 1);
		walk_below(&walk, fd, 0);
	} else if (fd >= 0) {
		close(fd);
	}
	if (walk.records && fclose(walk.records) == 0)
		result = to_java(env, records, size);
	else
		throw_errno(env, "name the cgroups", "", errno);
	free(records);
	return result;
}

/* The path, that of the mount included, or null if no cgroup has the id. */
JNIEXPORT jbyteArray JNICALL Java_tcplife_bpf_Bridge_cgroup(JNIEnv *env, jclass type, jbyteArray mount, jlong id)
{
	char buffer[sizeof(struct file_handle) + sizeof(id)], link[32], path[PATH_MAX];
	struct file_handle *handle = (struct file_handle *)buffer;
	jbyte *mounted = (*env)->GetByteArrayElements(env, mount, NULL);
	int directory = open((char *)mounted, O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd;
	ssize_t length = -1;

	(void)type;
	(*env)->ReleaseByteArrayElements(env, mount, mounted, JNI_ABORT);
	handle->handle_bytes = sizeof(id);
	handle->handle_type = FILEID_KERNFS;
	memcpy(handle->f_handle, &id, sizeof(id));
	fd = open_by_handle_at(directory, handle, O_PATH | O_CLOEXEC);
	if (fd >= 0) {
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		length = readlink(link, path, sizeof(path));
		close(fd);
	}
	if (directory >= 0)
		close(directory);
	return length < 0 ? NULL : to_java(env, path, length);
}

/* Null if no user has the UID. */
JNIEXPORT jbyteArray JNICALL Java_tcplife_bpf_Bridge_user(JNIEnv *env, jclass type, jint uid)
{
	char buffer[16384];
	struct passwd entry, *found;

	(void)type;
	if (getpwuid_r(uid, &entry, buffer, sizeof(buffer), &found) != 0 || !found)
		return NULL;
	return to_java(env, found->pw_name, strlen(found->pw_name));
}
