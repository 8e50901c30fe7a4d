// SPDX-License-Identifier: Apache-2.0
//
// endings makes one TCP connection for each way in which one can end, for a test that knows what each end of it then
// has gone through. Each has two network namespaces and a port of its own, by which a recorder can tell it. Once all
// are made, and told as lines of CSV, the ready file appears; what is open stays open until standard input ends.

#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "endings.h"

// The first scenario's; the next has the next. Namespaces alone would not do: once one is gone, another gets its number.
static uint16_t server_port = 1001;

static unsigned long inode_of(int net)
{
	struct stat status;

	check(fstat(net, &status), "fstat of a network namespace");
	return status.st_ino;
}

// A wire is for one scenario alone: what was not carried there would else come as a surprise to the next.
static void make(const struct scenario *scenario)
{
	struct wire wire = make_wire();
	struct pair pair = {&wire, server_port++, -1, -1, -1};

	printf("%s,%u,%lu,%lu\n", scenario->name, pair.port, inode_of(wire.client.net), inode_of(wire.server.net));
	if (fflush(stdout)) // a process that is forked would print it too
		err(1, "write to standard output");
	if (!scenario->unconnected) {
		connect_pair(&pair);
		accept_pair(&pair);
	}
	scenario->make(&pair);
}

static void make_all(const struct scenario *scenario)
{
	for (; scenario->name; scenario++)
		make(scenario);
}

static void tell_ready(const char *file)
{
	check(close(check(open(file, O_WRONLY | O_CREAT | O_EXCL, 0644), "open of the ready file")), "close");
}

static void await_end_of_input(void)
{
	char input[512];

	while (check(read(STDIN_FILENO, input, sizeof(input)), "read of standard input") > 0)
		;
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: endings READY_FILE\n", stderr);
		return 2;
	}
	leave_host();
	puts("scenario,server_port,client_netns,server_netns");
	make_all(closes);
	make_all(resets);
	make_all(silences);
	make_all(connects); // last: one is never answered, and the kernel gives it up two minutes later
	tell_ready(argv[1]);
	await_end_of_input();
	return 0;
}
