// SPDX-License-Identifier: Apache-2.0
//
// traffic makes real TCP traffic whose truth is known, for tests that compare what a recorder saw with what was made.
// All of it stays on the loopback device of the network namespace that it is started in. Each command has a file of
// its own, which tells what the command does: sessions.c, churn.c, hold.c, accepts.c, owners.c.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "traffic.h"

#define MOST (1L << 40) // of anything that can be asked for

static _Noreturn void usage(void)
{
	fputs("usage: traffic sessions client-closes|server-closes|client-resets|server-resets -n N [-6 | -m]"
	      " [-u UP_BYTES] [-d DOWN_BYTES] | traffic sessions refused -n N [-6 | -m]"
	      " | traffic churn -n N | traffic churn -t SECONDS | traffic hold -n N -r READY_FILE [-6] [-u UP_BYTES]"
	      " [-d DOWN_BYTES] [-s HALF_CLOSED] | traffic orphan -r READY_FILE | traffic accepts -n N -w WORKERS"
	      " | traffic owners passed|inherited|preforked|preforked-resets|brief|ring -n N\n", stderr);
	exit(2);
}

static long number(const char *text, long least)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end || value < least || value > MOST)
		usage();
	return value;
}

static void choose_hosts(struct run *run, const char *listen_host, const char *connect_host)
{
	if (run->listen_host)
		usage();
	run->listen_host = listen_host;
	run->connect_host = connect_host;
}

// Returns what stands on the command line beside the options, or null.
static const char *parse(struct run *run, int argc, char **argv, const char *allowed)
{
	int option;

	opterr = 0;
	while ((option = getopt(argc, argv, allowed)) != -1) {
		switch (option) {
		case 'n': run->count = number(optarg, 1); break;
		case 'w': run->workers = number(optarg, 1); break;
		case 't': run->seconds = number(optarg, 1); break;
		case 'u': run->up_bytes = number(optarg, 0); break;
		case 'd': run->down_bytes = number(optarg, 0); break;
		case 's': run->half_closed = number(optarg, 0); break;
		case 'r': run->ready_file = optarg; break;
		case '6': choose_hosts(run, "::1", "::1"); break;
		case 'm': choose_hosts(run, "::", "127.0.0.1"); break;
		default: usage();
		}
	}
	if (argc - optind > 1)
		usage();
	return argv[optind];
}

static void parse_sessions(struct run *run, int argc, char **argv)
{
	const char *name = parse(run, argc, argv, "n:6mu:d:");

	run->scenario = name ? find_scenario(name) : NULL;
	if (!run->scenario || !run->count || (run->scenario->refused && run->up_bytes + run->down_bytes > 0))
		usage();
	if (!run->listen_host)
		choose_hosts(run, "127.0.0.1", "127.0.0.1");
}

static void parse_owners(struct run *run, int argc, char **argv)
{
	const char *name = parse(run, argc, argv, "n:");

	run->kind = name ? find_kind(name) : NULL;
	if (!run->kind || !run->count)
		usage();
}

int main(int argc, char **argv)
{
	struct run run = {0};
	const char *command = argc > 1 ? argv[1] : "";

	if (!strcmp(command, "sessions")) {
		parse_sessions(&run, argc - 1, argv + 1);
		sessions(&run);
	} else if (!strcmp(command, "churn")) {
		if (parse(&run, argc - 1, argv + 1, "n:t:") || !run.count == !run.seconds)
			usage();
		churn(&run);
	} else if (!strcmp(command, "hold")) {
		if (parse(&run, argc - 1, argv + 1, "n:r:6u:d:s:") || !run.count || !run.ready_file)
			usage();
		hold(&run);
	} else if (!strcmp(command, "orphan")) {
		if (parse(&run, argc - 1, argv + 1, "r:") || !run.ready_file)
			usage();
		orphan(&run);
	} else if (!strcmp(command, "accepts")) {
		if (parse(&run, argc - 1, argv + 1, "n:w:") || !run.count || !run.workers)
			usage();
		accepts(&run);
	} else if (!strcmp(command, "owners")) {
		parse_owners(&run, argc - 1, argv + 1);
		owners(&run);
	} else {
		usage();
	}
	flush_output();
	return 0;
}
