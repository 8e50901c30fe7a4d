// SPDX-License-Identifier: Apache-2.0
//
// Connects that come to nothing.

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "endings.h"

#define NO_HOST "198.51.100.1"    // the server knows that it cannot be reached
#define NO_NETWORK "203.0.113.1"  // the server knows no way there

static void connect_to(struct pair *pair, const char *address)
{
	pair->client = new_socket(&pair->wire->client);
	begin_connect(pair->client, address, pair->port);
}

static void expect_refusal(struct pair *pair, const char *address)
{
	connect_to(pair, address);
	carry(pair->wire);
	await_close(pair->client);
}

static void refused(struct pair *pair)
{
	expect_refusal(pair, pair->wire->server.address);
}

static void no_host(struct pair *pair)
{
	expect_refusal(pair, NO_HOST);
}

static void no_network(struct pair *pair)
{
	expect_refusal(pair, NO_NETWORK);
}

static void connecting(struct pair *pair)
{
	connect_to(pair, pair->wire->server.address);
}

static void connect_unanswered(struct pair *pair)
{
	connecting(pair);
	set_option(pair->client, IPPROTO_TCP, TCP_SYNCNT, 1);
	await_close(pair->client);
}

static void connect_given_up(struct pair *pair)
{
	connecting(pair);
	leave(&pair->client);
}

static void connect_destroyed(struct pair *pair)
{
	connecting(pair);
	destroy_client(pair);
}

const struct scenario connects[] = {
	{.name = "refused", .make = refused, .unconnected = true},
	{.name = "no-host", .make = no_host, .unconnected = true},
	{.name = "no-network", .make = no_network, .unconnected = true},
	{.name = "connect-unanswered", .make = connect_unanswered, .unconnected = true},
	{.name = "connect-given-up", .make = connect_given_up, .unconnected = true},
	{.name = "connect-destroyed", .make = connect_destroyed, .unconnected = true},
	{.name = "connecting", .make = connecting, .unconnected = true},
	{0},
};
