// SPDX-License-Identifier: Apache-2.0
//
// Servers of which one process accepts and another may close.

#define _GNU_SOURCE
#include <err.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "traffic.h"

#define WORKERS 4

static int accept_one(const struct run *run)
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

static void expect_success(pid_t pid)
{
	int status;

	check(waitpid(pid, &status, 0), "waitpid");
	if (status != 0)
		errx(1, "waitpid: a worker failed");
}

// Whoever closes it last closes the connection: that is not to be who gave it away.
static void give_up(int fd, int to)
{
	check(close(fd), "close");
	check(write(to, "", 1), "write");
}

static void await_given_up(int from)
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

static pid_t fork_worker(void)
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

// A message that carries one file, with a byte beside it.
struct parcel {
	char byte;
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec data;
	struct msghdr message;
};

static void prepare(struct parcel *parcel)
{
	memset(parcel, 0, sizeof(*parcel));
	parcel->data = (struct iovec){&parcel->byte, 1};
	parcel->message.msg_iov = &parcel->data;
	parcel->message.msg_iovlen = 1;
	parcel->message.msg_control = &parcel->control;
	parcel->message.msg_controllen = sizeof(parcel->control);
}

static void pass(int to, int fd)
{
	struct parcel parcel;

	prepare(&parcel);
	parcel.control.header = (struct cmsghdr){CMSG_LEN(sizeof(fd)), SOL_SOCKET, SCM_RIGHTS};
	memcpy(CMSG_DATA(&parcel.control.header), &fd, sizeof(fd));
	check(sendmsg(to, &parcel.message, MSG_NOSIGNAL), "sendmsg");
	give_up(fd, to);
}

// Returns -1 when no more come.
static int take(int from)
{
	struct parcel parcel;
	int fd;

	prepare(&parcel);
	if (check(recvmsg(from, &parcel.message, 0), "recvmsg") == 0)
		return -1;
	memcpy(&fd, CMSG_DATA(&parcel.control.header), sizeof(fd));
	await_given_up(from);
	return fd;
}

static void work(const struct run *run, const int pair[2])
{
	int fd;

	check(close(pair[0]), "close");
	while ((fd = take(pair[1])) >= 0)
		serve_owned(run, fd, getppid());
	_exit(0);
}

void serve_passed(const struct run *run)
{
	int pair[2];
	pid_t worker;

	check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
	start_listening(run);
	worker = fork_worker();
	if (worker == 0)
		work(run, pair);
	check(close(pair[1]), "close");
	for (long i = 0; i < run->count; i++)
		pass(pair[0], accept_one(run));
	check(close(pair[0]), "close");
	expect_success(worker);
	meet(run);
}
