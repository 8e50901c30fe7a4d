// SPDX-License-Identifier: Apache-2.0
//
// A scanner tries one port after another, and does not wait long for an answer.

#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "incident.h"

#define PATIENCE_MS 30

static int pending_error(int fd)
{
	int error;
	socklen_t length = sizeof(error);

	check(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length), "getsockopt SO_ERROR");
	return error;
}

// Returns 0 where somebody listens, or an errno.
static int try_port(const char *host, uint16_t port)
{
	struct sockaddr_in address = make_address(host, port);
	int fd = check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket"), error = ETIMEDOUT;
	struct pollfd wait = {.fd = fd, .events = POLLOUT};

	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0 || errno != EINPROGRESS)
		err(1, "connect has not just begun");
	if (check(poll(&wait, 1, PATIENCE_MS), "poll") > 0)
		error = pending_error(fd);
	check(close(fd), "close");
	return error;
}

void scan(const struct orders *orders, uint16_t last_port)
{
	long open = 0, refused = 0, unanswered = 0;

	for (long port = orders->port; port <= last_port; port++) {
		int error = try_port(orders->address, port);

		if (error != 0 && error != ECONNREFUSED && error != ETIMEDOUT)
			errx(1, "connect to port %ld: error %d", port, error);
		open += error == 0;
		refused += error == ECONNREFUSED;
		unanswered += error == ETIMEDOUT;
	}
	printf("%ld,%ld,%ld\n", open, refused, unanswered);
	if (fflush(stdout))
		err(1, "write to standard output");
}
