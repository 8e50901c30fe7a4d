// SPDX-License-Identifier: Apache-2.0
/*
 * hostile N SEED: N connections over loopback, both ends of which belong to this process, each under
 * a name of its own: some that are known to be mean to terminals, tables and languages, then random
 * ones of the bytes 1 to 255, each of which comes first in one. Prints "port P", and each name in hex.
 * Under each of the first 64 names it also begins to listen, on a port that the system chooses, until
 * its standard input ends.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define LONGEST 15
#define LISTENERS 64

static const char *const known[] = {
	"", " ", "\t", "\n", "\r\n", "a\nb", "\n\n\n", "\"", "\"\"", "a,b", "\",\"", "a\",1,2,\"", "'", "'; DROP TABLE",
	"' OR 1=1 --", "\\", "\\n", "\\u001b", "\\x1b[2J", "\x1b", "\x1b[2J", "\x1b[31mred", "\x1b]0;title\x07",
	"\x1b]52;c;eA==\x07", "\x1bP$q\x1b\\", "\x9b" "31m", "\xc2\x9b" "31m", "\x7f", "\b\b\b\b", "\a\v\f", "\x0e\x0f",
	"\xe2\x80\xae" "cod.exe", "\xe2\x80\x8b", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x81\xa6x", "\xef\xbb\xbf" "bom",
	"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff\xfe", "\xe2\x82", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98",
	"\xc3\xa4\xc3\xb6\xc3\xbc", "=1+1", "=cmd|' /C", "@SUM(1)", "-1", "+1", "|", "||", "<b>&amp;</b>", "<script>", "</td>",
	"{\"a\":1}", "[]", "null", "NULL", "true", "%s%n%x", "${x}", "$(reboot)", "`reboot`", "..", "/", "../../etc", "--", "-s",
	"#", ";", "*", "?", "0", "1e999", "NaN",
};

static void name_myself(int i, char name[LONGEST + 1])
{
	int count = sizeof(known) / sizeof(*known);

	memset(name, 0, LONGEST + 1);
	if (i < count) {
		strcpy(name, known[i]);
	} else {
		int length = 1 + random() % LONGEST;

		for (int at = 0; at < length; at++)
			name[at] = 1 + random() % 255;
		name[0] = 1 + (i - count) % 255;
	}
	if (prctl(PR_SET_NAME, name) || prctl(PR_GET_NAME, name))
		err(1, "prctl");
}

static void connect_and_close(int listener, const struct sockaddr_in *to)
{
	int client = socket(AF_INET, SOCK_STREAM, 0), server;
	char byte;

	if (client < 0 || connect(client, (const struct sockaddr *)to, sizeof(*to)))
		err(1, "connect");
	server = accept(listener, NULL, NULL);
	if (server < 0 || close(client) || read(server, &byte, 1) != 0 || close(server))
		err(1, "accept");
}

static int listen_somewhere(struct sockaddr_in *address)
{
	socklen_t length = sizeof(*address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	*address = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (listener < 0 || bind(listener, (struct sockaddr *)address, length) || listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)address, &length))
		err(1, "listen");
	return listener;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address, other;
	char name[LONGEST + 1];
	int listener;

	if (argc != 3)
		return 2;
	srandom(strtoul(argv[2], NULL, 10));
	listener = listen_somewhere(&address);
	printf("port %d\n", ntohs(address.sin_port));
	for (int i = 0; i < atoi(argv[1]); i++) {
		name_myself(i, name);
		connect_and_close(listener, &address);
		if (i < LISTENERS)
			listen_somewhere(&other);
		for (int at = 0; name[at]; at++)
			printf("%02x", (unsigned char)name[at]);
		putchar('\n');
	}
	fflush(stdout);
	return getchar() != EOF;
}
