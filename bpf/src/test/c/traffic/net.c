// SPDX-License-Identifier: Apache-2.0
//
// Sockets of the loopback device.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <string.h>

#include "traffic.h"

union address make_address(const char *host, uint16_t port)
{
	bool v6 = strchr(host, ':');
	union address address = {.v4 = {.sin_family = v6 ? AF_INET6 : AF_INET, .sin_port = htons(port)}};

	if (inet_pton(address.any.sa_family, host, v6 ? (void *)&address.v6.sin6_addr : &address.v4.sin_addr) != 1)
		errx(1, "inet_pton: %s", host);
	return address;
}

uint16_t port_of(int fd)
{
	union address address;
	socklen_t length = sizeof(address);

	check(getsockname(fd, &address.any, &length), "getsockname");
	return ntohs(address.v4.sin_port);
}

int bind_port(const char *host)
{
	union address address = make_address(host, 0);
	int fd = check(socket(address.any.sa_family, SOCK_STREAM, 0), "socket"), off = 0;

	if (address.any.sa_family == AF_INET6)
		check(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)), "setsockopt IPV6_V6ONLY");
	if (!strcmp(host, "0.0.0.0") || !strcmp(host, "::")) // must not be reached from outside
		check(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", sizeof("lo")), "setsockopt SO_BINDTODEVICE");
	check(bind(fd, &address.any, sizeof(address)), "bind");
	return fd;
}

int connect_to(const union address *address, int expected_error)
{
	int fd = check(socket(address->any.sa_family, SOCK_STREAM, 0), "socket");
	int error = connect(fd, &address->any, sizeof(*address)) < 0 ? errno : 0;

	if (error != expected_error)
		errx(1, "connect: %s instead of %s", strerror(error), strerror(expected_error));
	return fd;
}

// TIME_WAIT keeps a port from its destination for up to a minute, so many sessions need many: 127.0.0.2 to .250.
int connect_spread(long session, uint16_t port)
{
	union address address = make_address("127.0.0.2", port);

	address.v4.sin_addr.s_addr += htonl(session % 249);
	return connect_to(&address, 0);
}

void expect_end(int fd, int expected_error)
{
	char data;
	ssize_t received = recv(fd, &data, 1, 0);
	int error = received < 0 ? errno : 0;

	if (received > 0 || error != expected_error)
		errx(1, "recv: %s instead of %s", received > 0 ? "data" : strerror(error), strerror(expected_error));
}
