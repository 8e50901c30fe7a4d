// SPDX-License-Identifier: Apache-2.0
/*
 * Prints as tcplife does, by this machine's C library, what it reads in binary from standard
 * input, one line each: `ms` u64 durations in µs, `ipv4` and `ipv6` addresses of 4 and 16 bytes.
 * The tests hold the Java code against it.
 */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int print_durations(void)
{
	uint64_t us;

	while (fread(&us, sizeof(us), 1, stdin) == 1)
		printf("%.2f\n", us / 1000.0);
	return 0;
}

static int print_addresses(int family, size_t size)
{
	unsigned char address[16];
	char text[INET6_ADDRSTRLEN];

	while (fread(address, size, 1, stdin) == 1) {
		if (!inet_ntop(family, address, text, sizeof(text))) {
			perror("inet_ntop");
			return 1;
		}
		puts(text);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";

	if (!strcmp(what, "ms"))
		return print_durations();
	if (!strcmp(what, "ipv4"))
		return print_addresses(AF_INET, 4);
	if (!strcmp(what, "ipv6"))
		return print_addresses(AF_INET6, 16);
	fprintf(stderr, "usage: printing ms|ipv4|ipv6 <binary\n");
	return 2;
}
