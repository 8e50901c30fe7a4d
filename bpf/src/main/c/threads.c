// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "threads.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Threads that are born meanwhile inherit what their parents still have, so all are looked at again. */
#define MOST_ROUNDS 1000
#define ROUND_US 1000

/* One that is gone has nothing left to do. */
static bool thread_is_left(int tasks, const char *thread, bool (*is_left)(const char *line))
{
	char path[64], line[128];
	bool left = false;
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
		left = left || is_left(line);
	fclose(status);
	return left;
}

/* Each is asked by a signal. Returns how many are asked. */
static int ask_all(int signal, bool (*is_left)(const char *line))
{
	DIR *tasks = opendir("/proc/self/task");
	struct dirent *entry;
	int asked = 0;

	if (!tasks)
		return -errno;
	while ((entry = readdir(tasks)))
		if (*entry->d_name != '.' && thread_is_left(dirfd(tasks), entry->d_name, is_left)) {
			syscall(SYS_tgkill, getpid(), atoi(entry->d_name), signal);
			asked++;
		}
	closedir(tasks);
	return asked;
}

int in_all_threads(void (*handler)(int), bool (*is_left)(const char *line))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART }, before;
	int signal = SIGRTMAX - 3, left = -EAGAIN;

	if (sigaction(signal, &action, &before))
		return errno;
	handler(0);
	for (int round = 0; round < MOST_ROUNDS && left; round++) {
		left = ask_all(signal, is_left);
		if (left)
			usleep(ROUND_US);
	}
	/* A thread may yet have a signal to take: as it was, that would end the process. */
	action.sa_handler = SIG_IGN;
	sigaction(signal, before.sa_handler == SIG_DFL ? &action : &before, NULL);
	return left > 0 ? EAGAIN : -left;
}
