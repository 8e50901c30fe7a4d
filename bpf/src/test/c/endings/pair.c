// SPDX-License-Identifier: Apache-2.0
//
// A connection over a wire, and what is done to it.

#define _GNU_SOURCE
#include <stdio.h>
#include <sys/socket.h>

#include "endings.h"

void connect_pair(struct pair *pair)
{
	pair->listener = new_listener(&pair->wire->server, pair->port);
	pair->client = new_socket(&pair->wire->client);
	begin_connect(pair->client, pair->wire->server.address, pair->port);
	carry(pair->wire);
}

void accept_pair(struct pair *pair)
{
	pair->server = check(accept4(pair->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), "accept4");
}

void close_and_carry(struct pair *pair, int *fd)
{
	leave(fd);
	carry(pair->wire);
}

void end_and_carry(struct pair *pair, int fd)
{
	end_output(fd);
	carry(pair->wire);
}

void send_and_carry(struct pair *pair, int fd)
{
	send_data(fd);
	carry(pair->wire);
}

void destroy_client(struct pair *pair)
{
	char command[128];

	snprintf(command, sizeof(command), "ss -HtK dport = %u >/dev/null", pair->port);
	run_in(&pair->wire->client, command);
	await_close(pair->client);
}
