// SPDX-License-Identifier: Apache-2.0
//
// Short sessions, as fast as two processes can make them.

#define _GNU_SOURCE
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "traffic.h"

static _Atomic long *last; // the index of the last session, in memory that all processes share

static double now_seconds(void)
{
	struct timespec now;

	check(clock_gettime(CLOCK_MONOTONIC, &now), "clock_gettime");
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// The server closes the odd sessions at once; reading their end also keeps the client from filling the backlog.
static void serve_churn(const struct run *run)
{
	start_listening(run);
	for (long i = 0; i <= *last; i++) {
		int fd = check(accept(run->listener, NULL, NULL), "accept");

		if (i % 2 == 0)
			expect_end(fd, 0);
		check(close(fd), "close");
	}
}

// The last session is named before it begins, so that the server cannot be waiting for one more.
static void connect_churn(const struct run *run)
{
	uint16_t port = leave_listener(run);
	double deadline = now_seconds() + (double)run->seconds;

	for (long i = 0; i <= *last; i++) {
		if (run->seconds > 0 && now_seconds() >= deadline)
			*last = i;

		int fd = connect_spread(i, port);

		if (i % 2 != 0)
			expect_end(fd, 0);
		check(close(fd), "close");
	}
}

void churn(struct run *run)
{
	double start = now_seconds(), seconds;

	last = mmap(NULL, sizeof(*last), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (last == MAP_FAILED)
		err(1, "mmap");
	*last = run->seconds > 0 ? LONG_MAX : run->count - 1;
	run->listen_host = "0.0.0.0";
	run_processes(run, serve_churn, connect_churn);
	seconds = now_seconds() - start;
	printf("sessions %ld seconds %.3f rate %.0f\n", *last + 1, seconds, (double)(*last + 1) / seconds);
}
