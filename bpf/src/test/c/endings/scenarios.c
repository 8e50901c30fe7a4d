// SPDX-License-Identifier: Apache-2.0
//
// Every way for a TCP connection to end that can be provoked: each leaves open what is still open at its end, and then
// carries nothing more.

#define _GNU_SOURCE
#include <netinet/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>

#include "endings.h"

#define NO_HOST "198.51.100.1"    // the server knows that it cannot be reached
#define NO_NETWORK "203.0.113.1"  // the server knows no way there
#define PATIENCE_MS 300           // for an answer that does not come

static void close_and_carry(struct pair *pair, int *fd)
{
	leave(fd);
	carry(pair->wire);
}

static void end_and_carry(struct pair *pair, int fd)
{
	end_output(fd);
	carry(pair->wire);
}

static void send_and_carry(struct pair *pair, int fd)
{
	send_data(fd);
	carry(pair->wire);
}

static void close_first(struct pair *pair, int *first, int *second)
{
	close_and_carry(pair, first);
	expect_end(*second);
	close_and_carry(pair, second);
}

static void client_closes(struct pair *pair)
{
	close_first(pair, &pair->client, &pair->server);
}

static void server_closes(struct pair *pair)
{
	close_first(pair, &pair->server, &pair->client);
}

static void half_close(struct pair *pair, int *first, int *second)
{
	end_and_carry(pair, *first);
	expect_end(*second);
	send_and_carry(pair, *second);
	expect_data(*first);
	close_and_carry(pair, second);
	expect_end(*first);
	close_and_carry(pair, first);
}

static void client_half_closes(struct pair *pair)
{
	half_close(pair, &pair->client, &pair->server);
}

static void server_half_closes(struct pair *pair)
{
	half_close(pair, &pair->server, &pair->client);
}

// Both FINs are under way before either is carried.
static void both_close(struct pair *pair)
{
	end_output(pair->client);
	end_output(pair->server);
	carry(pair->wire);
	leave(&pair->client);
	leave(&pair->server);
}

// Both SYNs are, and nobody listens.
static void both_connect(struct pair *pair)
{
	uint16_t client_port = 50000;

	pair->client = new_socket(&pair->wire->client);
	pair->server = new_socket(&pair->wire->server);
	bind_port(pair->client, client_port);
	bind_port(pair->server, pair->port);
	begin_connect(pair->client, pair->wire->server.address, pair->port);
	begin_connect(pair->server, pair->wire->client.address, client_port);
	carry(pair->wire);
	client_closes(pair);
}

static void connect_to(struct pair *pair, const char *address)
{
	pair->client = new_socket(&pair->wire->client);
	set_option(pair->client, IPPROTO_TCP, TCP_SYNCNT, 1);
	begin_connect(pair->client, address, pair->port);
}

static void refused(struct pair *pair)
{
	connect_to(pair, pair->wire->server.address);
	carry(pair->wire);
	await_close(pair->client);
}

static void no_host(struct pair *pair)
{
	connect_to(pair, NO_HOST);
	carry(pair->wire);
	await_close(pair->client);
}

static void no_network(struct pair *pair)
{
	connect_to(pair, NO_NETWORK);
	carry(pair->wire);
	await_close(pair->client);
}

static void connect_unanswered(struct pair *pair)
{
	connect_to(pair, pair->wire->server.address);
	await_close(pair->client);
}

static void connect_given_up(struct pair *pair)
{
	connect_to(pair, pair->wire->server.address);
	leave(&pair->client);
}

// As an administrator does.
static void destroy_client(struct pair *pair)
{
	char command[128];

	snprintf(command, sizeof(command), "ss -HtK dport = %u >/dev/null", pair->port);
	run_in(&pair->wire->client, command);
	await_close(pair->client);
}

static void connect_destroyed(struct pair *pair)
{
	connect_to(pair, pair->wire->server.address);
	destroy_client(pair);
}

static void client_destroyed(struct pair *pair)
{
	destroy_client(pair);
	carry(pair->wire);
}

static void client_resets(struct pair *pair)
{
	linger_none(pair->client);
	close_and_carry(pair, &pair->client);
}

static void server_resets(struct pair *pair)
{
	linger_none(pair->server);
	close_and_carry(pair, &pair->server);
}

static void client_leaves_data(struct pair *pair)
{
	send_and_carry(pair, pair->server);
	close_and_carry(pair, &pair->client);
}

static void server_leaves_data(struct pair *pair)
{
	send_and_carry(pair, pair->client);
	close_and_carry(pair, &pair->server);
}

static void client_leaves_data_after_end(struct pair *pair)
{
	send_data(pair->server);
	end_and_carry(pair, pair->server);
	close_and_carry(pair, &pair->client);
}

static void client_half_closes_and_leaves_data(struct pair *pair)
{
	end_and_carry(pair, pair->client);
	client_leaves_data(pair);
}

static void client_half_closes_and_resets(struct pair *pair)
{
	end_and_carry(pair, pair->client);
	client_resets(pair);
}

// Its FIN is not even under way.
static void client_half_closes_and_resets_at_once(struct pair *pair)
{
	end_output(pair->client);
	client_resets(pair);
}

// What the server sent meets a socket that nobody will read.
static void data_crosses_close(struct pair *pair)
{
	leave(&pair->client);
	send_and_carry(pair, pair->server);
}

static void data_follows_close(struct pair *pair)
{
	close_and_carry(pair, &pair->client);
	send_and_carry(pair, pair->server);
}

static void listener_closes(struct pair *pair)
{
	connect_pair(pair);
	close_and_carry(pair, &pair->listener);
}

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

static void client_killed(struct pair *pair)
{
	kill_process(hand_over(&pair->client));
	carry(pair->wire);
	expect_end(pair->server);
	close_and_carry(pair, &pair->server);
}

static void client_killed_with_data(struct pair *pair)
{
	send_and_carry(pair, pair->server);
	kill_process(hand_over(&pair->client));
	carry(pair->wire);
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
	await_timeout(pair->client);
}

static void half_open(struct pair *pair)
{
	end_and_carry(pair, pair->client);
}

static void connecting(struct pair *pair)
{
	pair->client = new_socket(&pair->wire->client);
	begin_connect(pair->client, pair->wire->server.address, pair->port);
}

static void stays_open(struct pair *pair)
{
	send_and_carry(pair, pair->client);
	expect_data(pair->server);
}

const struct scenario scenarios[] = {
	{.name = "client-closes", .make = client_closes},
	{.name = "server-closes", .make = server_closes},
	{.name = "client-half-closes", .make = client_half_closes},
	{.name = "server-half-closes", .make = server_half_closes},
	{.name = "both-close", .make = both_close},
	{.name = "both-connect", .make = both_connect, .unconnected = true},
	{.name = "refused", .make = refused, .unconnected = true},
	{.name = "no-host", .make = no_host, .unconnected = true},
	{.name = "no-network", .make = no_network, .unconnected = true},
	{.name = "connect-unanswered", .make = connect_unanswered, .unconnected = true},
	{.name = "connect-given-up", .make = connect_given_up, .unconnected = true},
	{.name = "connect-destroyed", .make = connect_destroyed, .unconnected = true},
	{.name = "client-destroyed", .make = client_destroyed},
	{.name = "client-resets", .make = client_resets},
	{.name = "server-resets", .make = server_resets},
	{.name = "client-leaves-data", .make = client_leaves_data},
	{.name = "server-leaves-data", .make = server_leaves_data},
	{.name = "client-leaves-data-after-end", .make = client_leaves_data_after_end},
	{.name = "client-half-closes-and-leaves-data", .make = client_half_closes_and_leaves_data},
	{.name = "client-half-closes-and-resets", .make = client_half_closes_and_resets},
	{.name = "client-half-closes-and-resets-at-once", .make = client_half_closes_and_resets_at_once},
	{.name = "data-crosses-close", .make = data_crosses_close},
	{.name = "data-follows-close", .make = data_follows_close},
	{.name = "listener-closes", .make = listener_closes, .unconnected = true},
	{.name = "keepalive-unanswered", .make = keepalive_unanswered},
	{.name = "data-unanswered", .make = data_unanswered},
	{.name = "client-end-unanswered", .make = client_end_unanswered},
	{.name = "server-end-unanswered", .make = server_end_unanswered},
	{.name = "last-end-unanswered", .make = last_end_unanswered},
	{.name = "client-killed", .make = client_killed},
	{.name = "client-killed-with-data", .make = client_killed_with_data},
	{.name = "half-open", .make = half_open},
	{.name = "connecting", .make = connecting, .unconnected = true},
	{.name = "stays-open", .make = stays_open},
	{.name = "device-deleted", .make = device_deleted},
	{.name = "namespace-deleted", .make = namespace_deleted},
};

const int scenario_count = sizeof(scenarios) / sizeof(scenarios[0]);
