// SPDX-License-Identifier: Apache-2.0
/*
 * generator -p PID -n N [-b] [-c CPU] [-r RATE]: makes N synthetic session events in the ring of a
 * recorder that runs as PID. With -b never more than it can take, so that nothing is lost and
 * the recorder sets the pace; else as fast as possible, and what found no room is counted.
 * With -r so many each tenth of a second, with a line "made N at NS waiting BYTES" behind each:
 * CLOCK_BOOTTIME, and what of the ring the recorder has not taken.
 * Ends before by SIGINT too. Prints "made N lost N seconds S", and then "counted lost N": by the
 * recorder's program and this, since the recorder began; it may have been killed.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "generator.h"
#include "session_counters.h"

/* Events in one run of the program: few enough for the kernel's limit and for Ctrl-C. */
#define MOST_PER_RUN 1000000UL
#define PAUSE_NS 50000
#define TENTH_NS 100000000
/* The recorder asks to be woken at this share of its ring. */
#define WAKE_UP_SHARE 8

/*
 * Opens the map of this name that process `pid` holds. Not simply the newest on the host:
 * that may be another recorder's.
 */
static int open_map(const char *pid, const char *name, struct bpf_map_info *info)
{
	char path[512], line[128];
	struct dirent *entry;
	DIR *directory;

	snprintf(path, sizeof(path), "/proc/%s/fdinfo", pid);
	directory = opendir(path);
	if (!directory)
		err(1, "%s", path);
	while ((entry = readdir(directory))) {
		unsigned int id = 0;
		FILE *file;

		snprintf(path, sizeof(path), "/proc/%s/fdinfo/%s", pid, entry->d_name);
		file = fopen(path, "re");
		while (file && fgets(line, sizeof(line), file))
			if (sscanf(line, "map_id: %u", &id) == 1)
				break;
		if (file)
			fclose(file);
		if (id) {
			__u32 size = sizeof(*info);
			int fd = bpf_map_get_fd_by_id(id);

			memset(info, 0, sizeof(*info));
			if (fd >= 0 && !bpf_obj_get_info_by_fd(fd, info, &size) && !strcmp(info->name, name)) {
				closedir(directory);
				return fd;
			}
			close(fd);
		}
	}
	errx(1, "process %s holds no BPF map %s: no recorder", pid, name);
}

static void adopt(struct bpf_object *object, const char *pid, const char *name, struct bpf_map_info *info)
{
	int error = bpf_map__reuse_fd(bpf_object__find_map_by_name(object, name), open_map(pid, name, info));

	if (error)
		errx(1, "map %s: %s", name, strerror(-error));
}

static int load(const char *self, const char *pid, __u64 *ring_bytes, int *counters)
{
	struct bpf_map_info info;
	struct bpf_object *object;
	char path[4096];
	ssize_t length = readlink(self, path, sizeof(path) - sizeof(".bpf.o"));

	if (length < 0)
		err(1, "%s", self);
	strcpy(path + length, ".bpf.o");
	object = bpf_object__open_file(path, NULL);
	if (!object)
		err(1, "%s", path);
	adopt(object, pid, "counters", &info);
	adopt(object, pid, "events", &info);
	*ring_bytes = info.max_entries;
	*counters = bpf_map__fd(bpf_object__find_map_by_name(object, "counters"));
	if (bpf_object__load(object))
		errx(1, "%s: not loaded", path);
	return bpf_program__fd(bpf_object__find_program_by_name(object, "generate"));
}

static void tell_counted(int counters)
{
	int cpus = libbpf_num_possible_cpus();
	struct cpu_counters each[cpus];
	__u32 zero = 0;
	__u64 lost = 0;

	if (bpf_map_lookup_elem(counters, &zero, each))
		err(1, "counters");
	for (int i = 0; i < cpus; i++)
		lost += each[i].lost;
	printf("counted lost %llu\n", lost);
}

static volatile sig_atomic_t ended;

static void end(int signal)
{
	ended = signal;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static void tell(__u64 made, __u64 waits)
{
	struct timespec time;

	clock_gettime(CLOCK_BOOTTIME, &time);
	printf("made %llu at %llu waiting %llu\n", made, time.tv_sec * 1000000000ULL + time.tv_nsec, waits);
	fflush(stdout);
}

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		err(1, "CPU %d", cpu);
}

static void usage(void)
{
	fputs("usage: generator -p PID -n N [-b] [-c CPU] [-r RATE]\n", stderr);
	exit(2);
}

int main(int argc, char **argv)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS }, tenth = { .tv_nsec = TENTH_NS };
	const char *pid = NULL;
	bool back_pressure = false;
	__u64 count = 0, most = MOST_PER_RUN, made = 0, lost = 0, ring_bytes;
	double began;
	int option, program, counters;

	while ((option = getopt(argc, argv, "p:n:bc:r:")) != -1) {
		switch (option) {
		case 'p': pid = optarg; break;
		case 'n': count = strtoull(optarg, NULL, 10); break;
		case 'b': back_pressure = true; break;
		case 'c': pin(atoi(optarg)); break;
		case 'r': most = strtoull(optarg, NULL, 10); break;
		default: usage();
		}
	}
	if (!pid || !count || !most || most > MOST_PER_RUN || optind != argc)
		usage();
	signal(SIGINT, end);
	program = load("/proc/self/exe", pid, &ring_bytes, &counters);
	began = now();
	while (made < count && !ended) {
		struct generator_run run = {
			.first = made,
			.count = count - made < most ? count - made : most,
			.fill = back_pressure ? ring_bytes / 4 * 3 : ring_bytes + 1,
			.wake = ring_bytes / WAKE_UP_SHARE,
		};
		LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = &run, .ctx_size_in = sizeof(run));

		if (bpf_prog_test_run_opts(program, &options))
			err(1, "BPF_PROG_RUN");
		made += run.made;
		lost += run.lost;
		if (most < MOST_PER_RUN) {
			tell(made, run.waits);
			nanosleep(&tenth, NULL);
		} else if (run.made < run.count) {
			nanosleep(&pause, NULL);
		}
	}
	printf("made %llu lost %llu seconds %.3f\n", made, lost, now() - began);
	tell_counted(counters);
	return 0;
}
