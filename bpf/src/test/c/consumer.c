// SPDX-License-Identifier: Apache-2.0
/*
 * consumer [-a] [-w] [-s RING_BYTES] -r READY_FILE OBJECT FILE: the least that a recorder could do,
 * to measure the real one against. Loads session.bpf.o (OBJECT) and copies each record of its ring
 * into FILE, through a mapping or, with -w, by way of a buffer and write(); no checksum, no frame,
 * no index. Attaches the programs only with -a; READY_FILE then gets the PID. Ends at SIGINT or
 * SIGTERM and prints "records N cpu S".
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
#include <sys/epoll.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* As the recorder: mapped in windows, allocated in steps, woken at a share of the ring. */
#define WINDOW (16UL << 20)
#define ALLOCATION_STEP (4UL << 20)
#define WAKE_UP_SHARE 8
#define LONGEST_SLEEP 100 /* ms */
#define LARGEST_RECORD 192
#define BUFFER (1UL << 20)

struct output {
	int fd;
	bool by_write;
	char *window;	  /* of the file, or the buffer */
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

static void allocate(struct output *out)
{
	if (fallocate(out->fd, FALLOC_FL_KEEP_SIZE, out->allocated, ALLOCATION_STEP))
		err(1, "fallocate");
	out->allocated += ALLOCATION_STEP;
}

static void flush(struct output *out)
{
	for (size_t done = 0; done < out->used;) {
		ssize_t written = write(out->fd, out->window + done, out->used - done);

		if (written < 0)
			err(1, "write");
		done += written;
	}
	out->start += out->used;
	out->used = 0;
}

static int keep(void *context, void *data, size_t size)
{
	struct output *out = context;

	if (out->used + LARGEST_RECORD > (out->by_write ? BUFFER : WINDOW)) {
		if (out->by_write)
			flush(out);
		else
			next_window(out);
	}
	if (out->start + (off_t)out->used + LARGEST_RECORD > out->allocated)
		allocate(out);
	memcpy(out->window + out->used, data, size);
	out->used += size;
	out->records++;
	return 0;
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

static struct ring_buffer *open_ring(struct bpf_object *object, struct output *out)
{
	int events = bpf_object__find_map_fd_by_name(object, "events");
	struct ring_buffer *ring = ring_buffer__new(events, keep, out, NULL);
	struct epoll_event by_edge = { .events = EPOLLIN | EPOLLET };

	if (!ring)
		err(1, "ring_buffer__new");
	/* Else a wake-up would end every sleep for as long as there is something in the ring. */
	if (epoll_ctl(ring_buffer__epoll_fd(ring), EPOLL_CTL_MOD, events, &by_edge))
		err(1, "epoll_ctl");
	return ring;
}

/* Sleeps until much is waiting or the time is over, as the recorder does. */
static void drain(struct ring_buffer *ring, struct output *out)
{
	while (!stop) {
		if (ring_buffer__poll(ring, LONGEST_SLEEP) < 0 && errno != EINTR)
			err(1, "ring_buffer__poll");
		if (ring_buffer__consume(ring) < 0)
			errx(1, "ring_buffer__consume failed");
		if (out->by_write)
			flush(out);
	}
}

static void finish(struct output *out)
{
	struct timespec cpu;

	if (ftruncate(out->fd, out->start + out->used))
		err(1, "ftruncate");
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	printf("records %lu cpu %ld.%03ld\n", out->records, (long)cpu.tv_sec, cpu.tv_nsec / 1000000);
}

static void usage(void)
{
	fputs("usage: consumer [-a] [-w] [-s RING_BYTES] -r READY_FILE OBJECT FILE\n", stderr);
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

	while ((option = getopt(argc, argv, "aws:r:")) != -1) {
		switch (option) {
		case 'a': live = true; break;
		case 'w': out.by_write = true; break;
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
	if (out.by_write)
		out.window = malloc(BUFFER);
	else
		next_window(&out);
	if (!out.window)
		err(1, "malloc");
	ring = open_ring(object, &out);
	if (live)
		attach(object);
	tell_ready(ready_file);
	drain(ring, &out);
	finish(&out);
	return 0;
}
