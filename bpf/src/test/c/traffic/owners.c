// SPDX-License-Identifier: Apache-2.0
//
// A known number of sessions, one after another, whose server end is not simply its server's. Each is told as a line of
// CSV, with who connected, listened, accepted and closed the server's end, by who closes that. In every second one the
// server closes first.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "traffic.h"

// What a client says first.
struct hello {
	pid_t opener;
	bool server_first, reset;
};

static const struct kind kinds[] = {
	{.name = "passed", .serve = serve_passed},       // to a worker, over a Unix socket
	{.name = "inherited", .serve = serve_inherited}, // by a child forked for it
	{.name = "preforked", .serve = serve_preforked}, // workers accept from one listener
	{.name = "preforked-resets", .serve = serve_preforked, .reset = true},
	{.name = "brief", .serve = serve_alone, .brief = true}, // each client is a process that only connects
	{.name = "ring", .serve = serve_ring},                  // accepted through io_uring
};

const struct kind *find_kind(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

static void print_ends(const union address *client, const union address *server)
{
	char client_host[INET_ADDRSTRLEN], server_host[INET_ADDRSTRLEN];

	if (!inet_ntop(AF_INET, &client->v4.sin_addr, client_host, sizeof(client_host)) ||
	    !inet_ntop(AF_INET, &server->v4.sin_addr, server_host, sizeof(server_host)))
		err(1, "inet_ntop");
	printf("%s,%u,%s,%u\n", client_host, ntohs(client->v4.sin_port), server_host, ntohs(server->v4.sin_port));
}

static void print_owned(const struct run *run, int fd, const struct hello *hello, pid_t acceptor)
{
	union address client, server;
	socklen_t client_length = sizeof(client), server_length = sizeof(server);

	check(getpeername(fd, &client.any, &client_length), "getpeername");
	check(getsockname(fd, &server.any, &server_length), "getsockname");
	printf("%s,%d,%d,%d,%d,", run->kind->name, hello->opener, run->server_pid, acceptor, getpid());
	print_ends(&client, &server);
	flush_output();
}

void serve_owned(const struct run *run, int fd, pid_t acceptor)
{
	struct hello hello;

	if (check(recv(fd, &hello, sizeof(hello), MSG_WAITALL), "recv") != sizeof(hello))
		errx(1, "recv: not a hello");
	print_owned(run, fd, &hello, acceptor);
	if (hello.reset)
		check(send(fd, "", 1, MSG_NOSIGNAL), "send");
	if (!hello.server_first)
		expect_end(fd, hello.reset ? ECONNRESET : 0);
	check(close(fd), "close");
}

static int connect_hello(const struct hello *hello, long session, uint16_t port)
{
	int fd = connect_spread(session, port);

	check(send(fd, hello, sizeof(*hello), MSG_NOSIGNAL), "send");
	return fd;
}

// Its exit is what closes the connection.
static void connect_briefly(long session, uint16_t port)
{
	int status;
	pid_t pid = check(fork(), "fork");

	if (pid == 0) {
		struct hello hello = {.opener = getpid()};

		connect_hello(&hello, session, port);
		_exit(0);
	}
	check(waitpid(pid, &status, 0), "waitpid");
	if (status != 0)
		errx(1, "waitpid: a brief client failed");
}

static void connect_owned(const struct run *run, long session, uint16_t port)
{
	bool reset = run->kind->reset;
	struct hello hello = {.opener = getpid(), .server_first = !reset && session % 2, .reset = reset};
	struct linger none = {.l_onoff = 1};
	int fd = connect_hello(&hello, session, port);
	char seen;

	if (hello.server_first)
		expect_end(fd, 0);
	if (reset) {
		check(recv(fd, &seen, 1, 0), "recv");
		check(setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none)), "setsockopt SO_LINGER");
	}
	check(close(fd), "close");
}

static void connect_all(const struct run *run)
{
	uint16_t port = leave_listener(run);

	for (long i = 0; i < run->count; i++) {
		if (run->kind->brief)
			connect_briefly(i, port);
		else
			connect_owned(run, i, port);
	}
	meet(run);
}

void owners(struct run *run)
{
	puts("kind,opener_pid,listener_pid,acceptor_pid,closer_pid,client_addr,client_port,server_addr,server_port");
	flush_output();
	run->listen_host = "0.0.0.0";
	run_processes(run, run->kind->serve, connect_all);
}
