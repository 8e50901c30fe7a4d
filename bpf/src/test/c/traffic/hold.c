// SPDX-License-Identifier: Apache-2.0
//
// Many connections at once, held until standard input ends.

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
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

void hold(const struct run *run)
{
	int listener, (*ends)[2] = calloc(run->count, sizeof(*ends));
	uint16_t port;

	if (!ends)
		err(1, "calloc");
	allow_open_files(2 * run->count + 16); // and the listener, the standard streams, what was inherited
	listener = bind_port("0.0.0.0");
	port = port_of(listener);
	check(listen(listener, SOMAXCONN), "listen");
	for (long i = 0; i < run->count; i++) {
		ends[i][0] = connect_spread(i, port);
		ends[i][1] = check(accept(listener, NULL, NULL), "accept");
	}
	tell_ready(run->ready_file);
	await_end_of_input();
	for (long i = 0; i < run->count; i++) {
		check(close(ends[i][0]), "close");
		check(close(ends[i][1]), "close");
	}
	printf("held %ld\n", run->count);
}
