// SPDX-License-Identifier: Apache-2.0
//
// Servers of several processes, of which one accepts and another may close.

#define _GNU_SOURCE
#include <err.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "traffic.h"

#define WORKERS 4

int accept_one(const struct run *run)
{
	return check(accept(run->listener, NULL, NULL), "accept");
}

void serve_alone(const struct run *run)
{
	start_listening(run);
	for (long i = 0; i < run->count; i++)
		serve_owned(run, accept_one(run), getpid());
	meet(run);
}

void expect_success(pid_t pid)
{
	int status;

	check(waitpid(pid, &status, 0), "waitpid");
	if (status != 0)
		errx(1, "waitpid: a worker failed");
}

void give_up(int fd, int to)
{
	check(close(fd), "close");
	check(write(to, "", 1), "write");
}

void await_given_up(int from)
{
	char byte;

	if (check(read(from, &byte, 1), "read") != 1)
		errx(1, "read: a session was not given up");
}

void serve_inherited(const struct run *run)
{
	int gate[2];

	check(pipe(gate), "pipe");
	start_listening(run);
	for (long i = 0; i < run->count; i++) {
		int fd = accept_one(run);
		pid_t pid = check(fork(), "fork");

		if (pid == 0) {
			await_given_up(gate[0]);
			serve_owned(run, fd, getppid());
			_exit(0);
		}
		give_up(fd, gate[1]);
		expect_success(pid);
	}
	meet(run);
}

pid_t fork_worker(void)
{
	pid_t pid = check(fork(), "fork");

	if (pid == 0)
		check(prctl(PR_SET_PDEATHSIG, SIGKILL), "prctl PR_SET_PDEATHSIG");
	return pid;
}

// The workers are there before the first session, and wait for more when the last has ended.
void serve_preforked(const struct run *run)
{
	pid_t workers[WORKERS];

	check(listen(run->listener, SOMAXCONN), "listen");
	for (int i = 0; i < WORKERS; i++) {
		workers[i] = fork_worker();
		while (workers[i] == 0)
			serve_owned(run, accept_one(run), getpid());
	}
	meet(run);
	meet(run);
	for (int i = 0; i < WORKERS; i++) {
		check(kill(workers[i], SIGKILL), "kill");
		check(waitpid(workers[i], NULL, 0), "waitpid");
	}
}
