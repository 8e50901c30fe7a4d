// SPDX-License-Identifier: Apache-2.0
//
// A server does what each client asks for, one client after another, until its input ends. A connection that is closed
// before it asked for anything is a scanner's.

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "incident.h"

static int listen_at(const struct orders *orders)
{
	struct sockaddr_in address = make_address(orders->address, orders->port);
	int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

	set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (orders->buffer)
		set_option(fd, SOL_SOCKET, SO_RCVBUF, orders->buffer);
	check(bind(fd, (struct sockaddr *)&address, sizeof(address)), "bind");
	check(listen(fd, orders->backlog ? orders->backlog : SOMAXCONN), "listen");
	return fd;
}

static bool read_request(int fd, struct request *request)
{
	long received = check(recv(fd, request, sizeof(*request), MSG_WAITALL), "recv");

	if (received != 0 && (received != sizeof(*request) || request->ending >= ENDINGS))
		errx(1, "recv: not a request");
	return received != 0;
}

// Of a session that is forgotten nobody will ever know the descriptor again.
static void answer(int fd)
{
	struct request request;

	if (!read_request(fd, &request)) {
		check(close(fd), "close");
		return;
	}
	receive_bytes(fd, request.up);
	send_bytes(fd, request.down);
	if (request.ending == CLIENT_CLOSES || request.ending == CLIENT_RESETS)
		expect_end(fd, request.ending == CLIENT_RESETS ? ECONNRESET : 0);
	if (request.ending == SERVER_RESETS)
		reset_when_closed(fd);
	if (request.ending != SERVER_FORGETS)
		check(close(fd), "close");
}

void serve(const struct orders *orders)
{
	struct pollfd waits[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.events = POLLIN}};

	allow_open_files(10000);
	waits[1].fd = listen_at(orders);
	tell_ready(orders->ready_file);
	while (check(poll(waits, 2, -1), "poll") > 0 && !waits[0].revents)
		answer(check(accept(waits[1].fd, NULL, NULL), "accept"));
}
