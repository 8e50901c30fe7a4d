// SPDX-License-Identifier: Apache-2.0
//
// Connections that one side resets, or its kernel does for it.

#include "endings.h"

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

static void client_killed_with_data(struct pair *pair)
{
	send_and_carry(pair, pair->server);
	kill_process(hand_over(&pair->client));
	carry(pair->wire);
}

const struct scenario resets[] = {
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
	{.name = "client-killed-with-data", .make = client_killed_with_data},
	{0},
};
