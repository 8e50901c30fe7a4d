// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "process_texts.h"

/* ns of the unit that /proc/PID/stat tells times in: USER_HZ is 100 on every platform with BPF. */
#define TICK 10000000

/* Reads a file whole, or as much of it as there is room for; 0 bytes where that fails. */
static size_t read_file(int directory, const char *name, char *to, size_t room)
{
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, to, room);

	if (fd >= 0)
		close(fd);
	return n < 0 ? 0 : n;
}

/* The process's start in ticks after boot: the 20th field behind its COMM, which ends with the last ')'. */
static uint64_t start_ticks(int directory)
{
	char stat[1024], *field;
	uint64_t ticks = 0;

	stat[read_file(directory, "stat", stat, sizeof(stat) - 1)] = 0;
	field = strrchr(stat, ')');
	for (int i = 0; field && i < 20; i++)
		field = strchr(field + 1, ' ');
	if (field)
		sscanf(field, "%" SCNu64, &ticks);
	return ticks;
}

static size_t cut(struct rec_process *process, ssize_t length, size_t longest)
{
	if (length < 0)
		return 0;
	if ((size_t)length <= longest)
		return length;
	process->header.flags |= REC_CUT;
	return longest;
}

static void read_texts(struct rec_process *process, int directory)
{
	/* Each is read where it belongs, with a byte more than it may have, to see that there was more. */
	char *text = (char *)(process + 1);
	char arguments[REC_ARGUMENTS_MOST + 1], executable[REC_EXECUTABLE_MOST + 1];
	ssize_t n = readlinkat(directory, "exe", executable, sizeof(executable));

	process->executable_length = cut(process, n, REC_EXECUTABLE_MOST);
	n = read_file(directory, "cmdline", arguments, sizeof(arguments));
	process->arguments_length = cut(process, n, REC_ARGUMENTS_MOST);
	memcpy(text, executable, process->executable_length);
	memcpy(text + process->executable_length, arguments, process->arguments_length);
}

void append_process_texts(struct rec_process *process)
{
	char path[32];
	int directory;
	size_t length;

	snprintf(path, sizeof(path), "/proc/%" PRIu32, process->pid);
	/* All is read by way of this directory: it never becomes another process's. */
	directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		return;
	if (start_ticks(directory) == process->start / TICK)
		read_texts(process, directory);
	close(directory);
	length = sizeof(*process) + process->executable_length + process->arguments_length;
	process->header.length = (length + 7) & ~7;
	memset((char *)process + length, 0, process->header.length - length);
}
