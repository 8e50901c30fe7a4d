// SPDX-License-Identifier: Apache-2.0
//
// Connections held until standard input ends, each end told by its descriptor.

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "traffic.h"

static void allow_open_files(rlim_t files)
{
	struct rlimit limit;

	check(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit RLIMIT_NOFILE");
	if (limit.rlim_cur < files)
		limit.rlim_cur = files;
	if (limit.rlim_max < files)
		limit.rlim_max = files; // needs CAP_SYS_RESOURCE
	check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit RLIMIT_NOFILE");
}

// A file left by an earlier run would have told the test too early: it is an error.
static void tell_ready(const char *file)
{
	int fd = check(open(file, O_WRONLY | O_CREAT | O_EXCL, 0644), "open of the ready file");

	check(close(fd), "close");
}

static void await_end_of_input(void)
{
	char input[512];

	while (check(read(STDIN_FILENO, input, sizeof(input)), "read of standard input") > 0)
		;
}

// What the server sends stays unread; some clients say that they will send no more.
static void use(const struct run *run, long i, const int ends[2])
{
	send_payload(ends[0], run->up_bytes);
	receive_payload(ends[1], run->up_bytes);
	send_payload(ends[1], run->down_bytes);
	if (i < run->half_closed)
		check(shutdown(ends[0], SHUT_WR), "shutdown");
}

void hold(const struct run *run)
{
	int listener, (*ends)[2] = calloc(run->count, sizeof(*ends));
	bool v6 = run->connect_host && strchr(run->connect_host, ':');
	union address address;
	uint16_t port;

	if (!ends)
		err(1, "calloc");
	allow_open_files(2 * run->count + 16); // and the listener, the standard streams, what was inherited
	listener = bind_port(v6 ? "::" : "0.0.0.0");
	port = port_of(listener);
	address = make_address("::1", port);
	check(listen(listener, SOMAXCONN), "listen");
	printf("%d,%u\n", listener, port);
	for (long i = 0; i < run->count; i++) {
		ends[i][0] = v6 ? connect_to(&address, 0) : connect_spread(i, port);
		ends[i][1] = check(accept(listener, NULL, NULL), "accept");
		use(run, i, ends[i]);
		printf("%d,%d,%u\n", ends[i][0], ends[i][1], port_of(ends[i][0]));
	}
	flush_output();
	tell_ready(run->ready_file);
	await_end_of_input();
	for (long i = 0; i < run->count; i++) {
		check(close(ends[i][0]), "close");
		check(close(ends[i][1]), "close");
	}
}

// The process that sends is gone, and what it sent is nowhere read: its socket stays in FIN_WAIT1, and tells its port.
void orphan(const struct run *run)
{
	static const char data[1 << 16];
	int listener = bind_port("127.0.0.1"), status;
	union address address = make_address("127.0.0.1", port_of(listener));

	check(listen(listener, 1), "listen");
	if (check(fork(), "fork") == 0) {
		int fd = connect_to(&address, 0);

		while (send(fd, data, sizeof(data), MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
			;
		printf("%u\n", port_of(fd));
		flush_output();
		exit(0);
	}
	check(accept(listener, NULL, NULL), "accept");
	check(wait(&status), "wait");
	if (status != 0)
		errx(1, "wait: the child process failed");
	tell_ready(run->ready_file);
	await_end_of_input();
}
