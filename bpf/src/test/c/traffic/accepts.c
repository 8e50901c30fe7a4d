// SPDX-License-Identifier: Apache-2.0
//
// A known number of sessions accepted by workers that were forked before, each told as a line of CSV by the worker
// that got it: with its socket's cookie, by which a recorder knows it. Odd ones are taken with accept(), even ones with
// accept4(). One session after another, so that all workers get some.

#define _GNU_SOURCE
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "traffic.h"

// A session with a byte tells its worker to end.
static bool is_last(int fd)
{
	char byte;

	return check(recv(fd, &byte, 1, 0), "recv") > 0;
}

static void print_accepted(int fd, const char *call)
{
	uint64_t cookie;
	socklen_t length = sizeof(cookie);

	check(getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &length), "getsockopt SO_COOKIE");
	printf("%d,%d,%lu,%s\n", getpid(), getppid(), cookie, call);
	flush_output();
}

static void work(const struct run *run)
{
	bool last = false;

	check(prctl(PR_SET_PDEATHSIG, SIGKILL), "prctl PR_SET_PDEATHSIG");
	for (long i = 1; !last; i++) {
		int fd = check(i % 2 ? accept(run->listener, NULL, NULL)
				     : accept4(run->listener, NULL, NULL, SOCK_CLOEXEC), "accept");

		last = is_last(fd);
		if (!last)
			print_accepted(fd, i % 2 ? "accept" : "accept4");
		check(close(fd), "close");
	}
	exit(0);
}

static void serve_accepts(const struct run *run)
{
	int status;

	// The workers are there before the first session: it can be accepted by any.
	check(listen(run->listener, SOMAXCONN), "listen");
	for (long i = 0; i < run->workers; i++)
		if (check(fork(), "fork") == 0)
			work(run);
	meet(run);
	for (long i = 0; i < run->workers; i++) {
		check(wait(&status), "wait");
		if (status != 0)
			errx(1, "wait: a worker failed");
	}
}

static void connect_accepts(const struct run *run)
{
	uint16_t port = leave_listener(run);

	for (long i = 0; i < run->count + run->workers; i++) {
		int fd = connect_spread(i, port);

		if (i >= run->count)
			check(send(fd, "", 1, MSG_NOSIGNAL), "send");
		check(shutdown(fd, SHUT_WR), "shutdown");
		expect_end(fd, 0);
		check(close(fd), "close");
	}
}

void accepts(struct run *run)
{
	puts("worker_pid,server_pid,cookie,call");
	flush_output();
	run->listen_host = "0.0.0.0";
	run_processes(run, serve_accepts, connect_accepts);
}
