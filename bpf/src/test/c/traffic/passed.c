// SPDX-License-Identifier: Apache-2.0
//
// A server that accepts, and passes what it accepted to a worker over a Unix socket.

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "traffic.h"

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
