// SPDX-License-Identifier: Apache-2.0
//
// Connections of which one side is not heard any more.

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "endings.h"

#define PATIENCE_MS 300           // for an answer that does not come

static void keepalive_unanswered(struct pair *pair)
{
	set_option(pair->client, IPPROTO_TCP, TCP_KEEPIDLE, 1);
	set_option(pair->client, IPPROTO_TCP, TCP_KEEPINTVL, 1);
	set_option(pair->client, IPPROTO_TCP, TCP_KEEPCNT, 1);
	set_option(pair->client, SOL_SOCKET, SO_KEEPALIVE, 1);
	await_close(pair->client);
}

static void await_timeout(int fd)
{
	set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, PATIENCE_MS);
	await_close(fd);
}

static void data_unanswered(struct pair *pair)
{
	send_data(pair->client);
	await_timeout(pair->client);
}

static void client_end_unanswered(struct pair *pair)
{
	end_output(pair->client);
	await_timeout(pair->client);
}

static void server_end_unanswered(struct pair *pair)
{
	end_output(pair->server);
	await_timeout(pair->server);
}

static void last_end_unanswered(struct pair *pair)
{
	end_and_carry(pair, pair->client);
	end_output(pair->server);
	await_timeout(pair->server);
}

// With its last process a namespace goes, and its device and what TIME_WAIT still remembers.
static void namespace_deleted(struct pair *pair)
{
	pid_t pid = hand_over(&pair->client);

	leave(&pair->wire->client.net);
	kill_process(pid);
	carry(pair->wire);
	expect_end(pair->server);
	await_removal(&pair->wire->client);
	end_output(pair->server);
	await_timeout(pair->server);
}

// Under data that was sent once: of data that could not be, the kernel would only say that nobody answered.
static void device_deleted(struct pair *pair)
{
	send_data(pair->client);
	run_in(&pair->wire->client, "ip link delete wire");
	await_retransmit(pair->client);
	await_timeout(pair->client);
}

const struct scenario silences[] = {
	{.name = "keepalive-unanswered", .make = keepalive_unanswered},
	{.name = "data-unanswered", .make = data_unanswered},
	{.name = "client-end-unanswered", .make = client_end_unanswered},
	{.name = "server-end-unanswered", .make = server_end_unanswered},
	{.name = "last-end-unanswered", .make = last_end_unanswered},
	{.name = "namespace-deleted", .make = namespace_deleted},
	{.name = "device-deleted", .make = device_deleted},
	{0},
};
