// SPDX-License-Identifier: Apache-2.0
//
// A known number of sessions of one kind, strictly one after another, each told as a line of CSV. The kernel picks the
// clients' ports, and may pick one again, so only the order tells all lines apart.

#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "traffic.h"

static const struct scenario scenarios[] = {
	{.name = "client-closes"},
	{.name = "server-closes", .server_first = true},
	{.name = "client-resets", .reset = true},
	{.name = "server-resets", .server_first = true, .reset = true},
	{.name = "refused", .refused = true},
};

static char buffer[1 << 16];

const struct scenario *find_scenario(const char *name)
{
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++)
		if (!strcmp(name, scenarios[i].name))
			return &scenarios[i];
	return NULL;
}

static size_t chunk(long bytes)
{
	return (size_t)bytes < sizeof(buffer) ? (size_t)bytes : sizeof(buffer);
}

void send_payload(int fd, long bytes)
{
	int unacknowledged = 0;

	while (bytes > 0)
		bytes -= check(send(fd, buffer, chunk(bytes), MSG_NOSIGNAL), "send");
	while (check(ioctl(fd, TIOCOUTQ, &unacknowledged), "ioctl TIOCOUTQ") == 0 && unacknowledged > 0)
		sched_yield();
}

void receive_payload(int fd, long bytes)
{
	int on = 1;

	while (bytes > 0) {
		long received = check(recv(fd, buffer, chunk(bytes), 0), "recv");

		if (received == 0)
			errx(1, "recv: the session ended inside its payload");
		bytes -= received;
	}
	// The sender waits for the last acknowledgement: it must not be a delayed one.
	check(setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on)), "setsockopt TCP_QUICKACK");
}

// Both sides return when both sockets are in CLOSE: the first to shut down reads the other's end before it closes, and
// the other lingers until its FIN is acknowledged.
static void end_session(const struct run *run, int fd, bool first)
{
	bool reset = run->scenario->reset, abort = first && reset;
	struct linger linger = {.l_onoff = 1, .l_linger = abort ? 0 : 60}; // lingering for 0 seconds is what sends RST

	meet(run);
	if (first && !reset)
		check(shutdown(fd, SHUT_WR), "shutdown");
	if (!abort)
		expect_end(fd, reset ? ECONNRESET : 0);
	check(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)), "setsockopt SO_LINGER");
	check(close(fd), "close");
	meet(run);
}

static void serve_sessions(const struct run *run)
{
	start_listening(run);
	for (long i = 0; i < run->count; i++) {
		int fd = check(accept(run->listener, NULL, NULL), "accept");

		receive_payload(fd, run->up_bytes);
		send_payload(fd, run->down_bytes);
		end_session(run, fd, run->scenario->server_first);
	}
}

// A refused socket has lost its address but still tells its port (tried on Linux 6.18). The address is known anyway:
// who connects to 127.0.0.1 or ::1 does it from there.
static void print_session(const struct run *run, int fd, uint16_t server_port)
{
	printf("%s,%d,%d,%s,%u,%s,%u,%ld,%ld\n", run->scenario->name, getpid(), run->server_pid, run->connect_host,
	       port_of(fd), run->connect_host, server_port, run->up_bytes, run->down_bytes);
}

static void connect_sessions(const struct run *run)
{
	uint16_t port = leave_listener(run);
	union address server = make_address(run->connect_host, port);

	for (long i = 0; i < run->count; i++) {
		int fd = connect_to(&server, 0);

		print_session(run, fd, port);
		send_payload(fd, run->up_bytes);
		receive_payload(fd, run->down_bytes);
		end_session(run, fd, !run->scenario->server_first);
	}
}

static void connect_refused(const struct run *run)
{
	uint16_t port = port_of(run->listener);
	union address server = make_address(run->connect_host, port);

	for (long i = 0; i < run->count; i++) {
		int fd = connect_to(&server, ECONNREFUSED);

		print_session(run, fd, port);
		check(close(fd), "close");
	}
}

void sessions(struct run *run)
{
	puts("scenario,client_pid,server_pid,client_addr,client_port,server_addr,server_port,up_bytes,down_bytes");
	flush_output(); // the client process goes on from here
	if (run->scenario->refused)
		run_processes(run, NULL, connect_refused);
	else
		run_processes(run, serve_sessions, connect_sessions);
}
