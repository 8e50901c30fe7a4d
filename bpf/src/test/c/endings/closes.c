// SPDX-License-Identifier: Apache-2.0
//
// Connections that both sides close in order, or have yet to.

#include <stddef.h>

#include "endings.h"

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

static void client_killed(struct pair *pair)
{
	kill_process(hand_over(&pair->client));
	carry(pair->wire);
	expect_end(pair->server);
	close_and_carry(pair, &pair->server);
}

static void half_open(struct pair *pair)
{
	end_and_carry(pair, pair->client);
}

static void stays_open(struct pair *pair)
{
	send_and_carry(pair, pair->client);
	expect_data(pair->server);
}

const struct scenario closes[] = {
	{.name = "client-closes", .make = client_closes},
	{.name = "server-closes", .make = server_closes},
	{.name = "client-half-closes", .make = client_half_closes},
	{.name = "server-half-closes", .make = server_half_closes},
	{.name = "both-close", .make = both_close},
	{.name = "both-connect", .make = both_connect, .unconnected = true},
	{.name = "client-killed", .make = client_killed},
	{.name = "half-open", .make = half_open},
	{.name = "stays-open", .make = stays_open},
	{0},
};
