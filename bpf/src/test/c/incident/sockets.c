// SPDX-License-Identifier: Apache-2.0
//
// What servers and clients have in common. No failure is passed over: it would make a test's truth wrong.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "incident.h"

static char buffer[1 << 16];

long check(long result, const char *call)
{
	if (result < 0)
		err(1, "%s", call);
	return result;
}

struct sockaddr_in make_address(const char *host, uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};

	if (inet_pton(AF_INET, host, &address.sin_addr) != 1)
		errx(1, "inet_pton: %s", host);
	return address;
}

static size_t chunk(long bytes)
{
	return (size_t)bytes < sizeof(buffer) ? (size_t)bytes : sizeof(buffer);
}

void send_bytes(int fd, long bytes)
{
	while (bytes > 0)
		bytes -= check(send(fd, buffer, chunk(bytes), MSG_NOSIGNAL), "send");
}

void receive_bytes(int fd, long bytes)
{
	while (bytes > 0) {
		long received = check(recv(fd, buffer, chunk(bytes), 0), "recv");

		if (received == 0)
			errx(1, "recv: the session ended inside its payload");
		bytes -= received;
	}
}

void expect_end(int fd, int expected_error)
{
	char data;
	long received = recv(fd, &data, 1, 0);

	if (received > 0 || (received < 0 ? errno : 0) != expected_error)
		err(1, "recv instead of the end");
}

void set_option(int fd, int level, int name, int value)
{
	check(setsockopt(fd, level, name, &value, sizeof(value)), "setsockopt");
}

// Lingering for 0 seconds is what sends RST.
void reset_when_closed(int fd)
{
	struct linger none = {.l_onoff = 1};

	check(setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none)), "setsockopt SO_LINGER");
}

void allow_open_files(long files)
{
	struct rlimit limit = {files, files};

	check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit RLIMIT_NOFILE");
}

// A file left by an earlier run would have told the test too early: it is an error.
void tell_ready(const char *file)
{
	check(close(check(open(file, O_WRONLY | O_CREAT | O_EXCL, 0644), "open of the ready file")), "close");
}

void await_end_of_input(void)
{
	char input[512];

	while (check(read(STDIN_FILENO, input, sizeof(input)), "read of standard input") > 0)
		;
}

static struct timespec from_ms(double time)
{
	long nanoseconds = time > 0 ? (long)(time * 1e6) : 0;

	return (struct timespec){nanoseconds / 1000000000, nanoseconds % 1000000000};
}

// Its input tells nothing but its end.
bool input_ends_within(double ms)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
	struct timespec longest = from_ms(ms);

	return check(ppoll(&input, 1, &longest, NULL), "ppoll") > 0;
}

void sleep_ms(double time)
{
	struct timespec pause = from_ms(time);

	check(nanosleep(&pause, NULL), "nanosleep");
}
