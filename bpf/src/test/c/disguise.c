// SPDX-License-Identifier: Apache-2.0
/*
 * disguise PORT UID: a child of its own parent's (CLONE_PARENT), which never executes a program, becomes
 * another user and connects to a port of 127.0.0.1, accepted or refused. Prints the child's PID and its own.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int connect_as(unsigned int port, unsigned int uid)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
				  .sin_port = htons(port) };
	int fd;

	if (setuid(uid))
		err(1, "setuid");
	fd = socket(AF_INET, SOCK_STREAM, 0);
	return connect(fd, (struct sockaddr *)&to, sizeof(to)) && errno != ECONNREFUSED;
}

int main(int argc, char **argv)
{
	int ends[2];
	char none;
	long child;

	if (argc != 3 || pipe(ends))
		return 2;
	child = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
	if (child < 0)
		err(1, "clone");
	if (child == 0)
		_exit(connect_as(atoi(argv[1]), atoi(argv[2])));
	printf("%ld %d\n", child, getpid());
	close(ends[1]);
	/* It is no child to wait for, but closes its end. */
	return read(ends[0], &none, 1) != 0;
}
