// SPDX-License-Identifier: Apache-2.0
//
// A client makes sessions one after another, all in one manner, and tells how many they were and what they carried.

#include <err.h>
#include <errno.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "incident.h"

static const struct manner manners[] = {
	{.name = "client-closes", .ending = CLIENT_CLOSES},
	{.name = "server-closes", .ending = SERVER_CLOSES},
	{.name = "client-resets", .ending = CLIENT_RESETS, .abort = true},
	{.name = "server-resets", .ending = SERVER_RESETS},
	{.name = "server-forgets", .ending = SERVER_FORGETS},
	{.name = "keeps", .ending = SERVER_FORGETS, .keep = true},
	{.name = "visits", .ending = SERVER_FORGETS, .keep = true, .abort = true},
	{.name = "half-closes", .ending = SERVER_FORGETS, .keep = true, .half = true},
	{.name = "floods", .ending = SERVER_FORGETS, .keep = true, .half = true, .flood = true},
	{.name = "refused", .error = ECONNREFUSED},
	{.name = "unreachable", .error = EHOSTUNREACH},
	{.name = "unanswered", .error = ETIMEDOUT},
};

struct told {
	long sent, received; // payload
};

const struct manner *find_manner(const char *name)
{
	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++)
		if (!strcmp(name, manners[i].name))
			return &manners[i];
	return NULL;
}

static int connect_next(const struct orders *orders, long session, int expected_error)
{
	struct sockaddr_in address = make_address(orders->address, orders->port);
	int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

	if (expected_error == ETIMEDOUT)
		set_option(fd, IPPROTO_TCP, TCP_SYNCNT, 1); // else it takes minutes
	address.sin_addr.s_addr += htonl(session % orders->addresses);
	if ((connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ? errno : 0) != expected_error)
		err(1, "connect to %s port %u", orders->address, orders->port);
	return fd;
}

static void flood(int fd, struct told *told)
{
	static const char data[1024];
	long sent;

	while ((sent = send(fd, data, sizeof(data), MSG_DONTWAIT | MSG_NOSIGNAL)) > 0)
		told->sent += sent;
}

static void talk(int fd, const struct manner *manner, const struct request *request, struct told *told)
{
	check(send(fd, request, sizeof(*request), MSG_NOSIGNAL), "send");
	send_bytes(fd, request->up);
	receive_bytes(fd, request->down);
	told->sent += (long)sizeof(*request) + request->up;
	told->received += request->down;
	if (manner->flood)
		flood(fd, told);
	if (manner->half)
		check(shutdown(fd, SHUT_WR), "shutdown");
	else if (manner->ending == SERVER_CLOSES || manner->ending == SERVER_RESETS)
		expect_end(fd, manner->ending == SERVER_RESETS ? ECONNRESET : 0);
}

static void leave(int fd, const struct manner *manner)
{
	if (manner->abort)
		reset_when_closed(fd);
	if (!manner->keep)
		check(close(fd), "close");
}

// Exponential, as of what comes by itself; the same in each run.
static double around(const struct orders *orders, double mean)
{
	return orders->varied ? -mean * log(1 - drand48()) : mean;
}

// Returns whether there is to be another session.
static bool wait_gap(const struct orders *orders)
{
	double gap = around(orders, (double)orders->gap_ms) + (double)orders->jitter_ms * (drand48() - 0.5) * 2;

	if (orders->until_told)
		return !input_ends_within(gap);
	if (gap > 0)
		sleep_ms(gap);
	return true;
}

void call(const struct orders *orders, const struct manner *manner)
{
	struct told told = {0};
	bool more = true;
	long made;

	allow_open_files(10000);
	for (made = 0; made < orders->count && more; made++) {
		struct request request = {.up = (uint32_t)around(orders, (double)orders->up),
					  .down = (uint32_t)around(orders, (double)orders->down),
					  .ending = manner->ending};
		int fd = connect_next(orders, made, manner->error);

		if (!manner->error)
			talk(fd, manner, &request, &told);
		leave(fd, manner);
		more = wait_gap(orders);
	}
	printf("%ld,%ld,%ld\n", made, told.sent, told.received);
	if (fflush(stdout))
		err(1, "write to standard output");
	if (orders->ready_file) {
		tell_ready(orders->ready_file);
		await_end_of_input();
	}
}
