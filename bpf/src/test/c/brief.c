// SPDX-License-Identifier: Apache-2.0
/*
 * brief PORT [ARGUMENT...]: connects to a port of 127.0.0.1, accepted or refused, and exits. Linked
 * statically, so that it lives for a millisecond at most: nothing that looks into /proc can tell what it was.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (argc < 2 || fd < 0)
		return 2;
	to.sin_port = htons(atoi(argv[1]));
	return connect(fd, (struct sockaddr *)&to, sizeof(to)) && errno != ECONNREFUSED;
}
