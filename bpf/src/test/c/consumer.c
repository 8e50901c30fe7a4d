// SPDX-License-Identifier: Apache-2.0
/*
 * consumer [-a] [-s RING_BYTES] -r READY_FILE OBJECT FILE: the least that a recorder could do, to
 * measure the real one against. Loads session.bpf.o (OBJECT) and copies each record of its ring
 * into FILE, through a mapping; no checksum, no frame, no index. Attaches the programs only with
 * -a; READY_FILE then gets the PID. Ends at SIGINT or SIGTERM and prints
 * "records N seconds S cpu S", counted from the first record to the last.
 */
#define _GNU_SOURCE
#include <bpf/libbpf.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* As the recorder: mapped in windows, allocated in steps, woken at a share of the ring. */
#define WINDOW (16UL << 20)
#define ALLOCATION_STEP (4UL << 20)
#define WAKE_UP_SHARE 8
#define LONGEST_SLEEP 100 /* ms */
#define LARGEST_RECORD 192

struct output {
	int fd;
	char *window;
	off_t start;	  /* of the window in the file */
	off_t allocated;
	size_t used;	  /* of the window */
	uint64_t records;
};

static volatile sig_atomic_t stop;

static void ask_to_stop(int signal)
{
	(void)signal;
	stop = 1;
}

static void next_window(struct output *out)
{
	/* Records do not straddle: the next window begins at the page where this one was left. */
	off_t page = sysconf(_SC_PAGESIZE), end = out->start + out->used;

	if (out->window && munmap(out->window, WINDOW))
		err(1, "munmap");
	out->start = end / page * page;
	out->used = end % page;
	if (ftruncate(out->fd, out->start + WINDOW))
		err(1, "ftruncate");
	out->window = mmap(NULL, WINDOW, PROT_READ | PROT_WRITE, MAP_SHARED, out->fd, out->start);
	if (out->window == MAP_FAILED)
		err(1, "mmap");
}

static int keep(void *context, void *data, size_t size)
{
	struct output *out = context;

	if (out->used + LARGEST_RECORD > WINDOW)
		next_window(out);
	if (out->start + (off_t)out->used + LARGEST_RECORD > out->allocated) {
		if (fallocate(out->fd, FALLOC_FL_KEEP_SIZE, out->allocated, ALLOCATION_STEP))
			err(1, "fallocate");
		out->allocated += ALLOCATION_STEP;
	}
	memcpy(out->window + out->used, data, size);
	out->used += size;
	out->records++;
	return 0;
}

static double seconds(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static struct bpf_object *load(const char *path, uint64_t ring_bytes)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	uint64_t wake_at = ring_bytes / WAKE_UP_SHARE;

	if (!object)
		err(1, "%s", path);
	if (bpf_map__set_initial_value(bpf_object__find_map_by_name(object, ".rodata"), &wake_at,
				       sizeof(wake_at)) ||
	    bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "events"), ring_bytes) ||
	    bpf_object__load(object))
		errx(1, "%s: not loaded", path);
	return object;
}

static void attach(struct bpf_object *object)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object)
		if (!bpf_program__attach(program))
			err(1, "attach %s", bpf_program__name(program));
}

static void tell_ready(const char *path)
{
	FILE *file = fopen(path, "we");

	if (!file || fprintf(file, "%d\n", getpid()) < 0 || fclose(file))
		err(1, "%s", path);
}

/* Sleeps until much is waiting or the time is over, as the recorder does. */
static void drain(struct ring_buffer *ring, struct output *out)
{
	double first = 0, last = 0;

	while (!stop) {
		uint64_t before = out->records;

		if (ring_buffer__consume(ring) < 0)
			errx(1, "ring_buffer__consume failed");
		if (out->records > before) {
			last = seconds(CLOCK_MONOTONIC);
			first = first ? first : last;
		}
		if (ring_buffer__poll(ring, LONGEST_SLEEP) < 0 && errno != EINTR)
			err(1, "ring_buffer__poll");
	}
	printf("records %lu seconds %.3f cpu %.3f\n", out->records, last - first,
	       seconds(CLOCK_PROCESS_CPUTIME_ID));
}

static void usage(void)
{
	fputs("usage: consumer [-a] [-s RING_BYTES] -r READY_FILE OBJECT FILE\n", stderr);
	exit(2);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = ask_to_stop };
	const char *ready_file = NULL;
	uint64_t ring_bytes = 16 << 20;
	struct output out = { 0 };
	struct bpf_object *object;
	struct ring_buffer *ring;
	bool live = false;
	int option;

	while ((option = getopt(argc, argv, "as:r:")) != -1) {
		switch (option) {
		case 'a': live = true; break;
		case 's': ring_bytes = strtoull(optarg, NULL, 10); break;
		case 'r': ready_file = optarg; break;
		default: usage();
		}
	}
	if (!ready_file || argc - optind != 2)
		usage();
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	object = load(argv[optind], ring_bytes);
	out.fd = open(argv[optind + 1], O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (out.fd < 0)
		err(1, "%s", argv[optind + 1]);
	next_window(&out);
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "events"), keep, &out, NULL);
	if (!ring)
		err(1, "ring_buffer__new");
	if (live)
		attach(object);
	tell_ready(ready_file);
	drain(ring, &out);
	if (ftruncate(out.fd, out.start + out.used))
		err(1, "ftruncate");
	return 0;
}
