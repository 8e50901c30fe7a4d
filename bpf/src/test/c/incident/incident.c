// SPDX-License-Identifier: Apache-2.0
//
// incident is one actor of a network incident: a server, a client or a scanner, in the network namespace that it is
// started in. A copy of another name has that name as its COMM. What it did it tells as CSV.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "incident.h"

#define MOST 0xffffffffL // of anything that can be asked for

static _Noreturn void usage(void)
{
	fputs("usage: incident serve ADDRESS PORT -r READY_FILE [-b BUFFER] [-q BACKLOG]"
	      " | incident scan ADDRESS PORT -l LAST_PORT"
	      " | incident client-closes|server-closes|client-resets|server-resets|server-forgets|keeps|visits|half-closes"
	      "|floods|refused|unreachable|unanswered ADDRESS PORT -n N [-a ADDRESSES] [-g GAP_MS] [-j JITTER_MS]"
	      " [-u UP_BYTES] [-d DOWN_BYTES] [-v] [-e] [-r READY_FILE]\n", stderr);
	exit(2);
}

static long number(const char *text, long most)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end || value < 0 || value > most)
		usage();
	return value;
}

// Returns the last port, which only a scan has.
static long parse(struct orders *orders, int argc, char **argv)
{
	long last = 0;
	int option;

	if (argc < 3)
		usage();
	orders->address = argv[1];
	orders->port = number(argv[2], 65535);
	optind = 3;
	while ((option = getopt(argc, argv, "n:a:g:j:u:d:ver:l:b:q:")) != -1) {
		switch (option) {
		case 'n': orders->count = number(optarg, MOST); break;
		case 'a': orders->addresses = number(optarg, 250); break;
		case 'g': orders->gap_ms = number(optarg, MOST); break;
		case 'j': orders->jitter_ms = number(optarg, MOST); break;
		case 'u': orders->up = number(optarg, MOST / 4); break;
		case 'd': orders->down = number(optarg, MOST / 4); break;
		case 'b': orders->buffer = number(optarg, 1 << 20); break;
		case 'q': orders->backlog = number(optarg, 1 << 10); break;
		case 'v': orders->varied = true; break;
		case 'e': orders->until_told = true; break;
		case 'r': orders->ready_file = optarg; break;
		case 'l': last = number(optarg, 65535); break;
		default: usage();
		}
	}
	return last;
}

int main(int argc, char **argv)
{
	struct orders orders = {.addresses = 1};
	const char *command = argc > 1 ? argv[1] : "";
	long last = parse(&orders, argc - 1, argv + 1);
	const struct manner *manner = find_manner(command);

	if (!strcmp(command, "serve") && orders.ready_file)
		serve(&orders);
	else if (!strcmp(command, "scan") && last >= orders.port)
		scan(&orders, last);
	else if (manner && orders.count && (orders.ready_file || !manner->keep))
		call(&orders, manner);
	else
		usage();
	return 0;
}
