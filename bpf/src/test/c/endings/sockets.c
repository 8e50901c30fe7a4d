// SPDX-License-Identifier: Apache-2.0
//
// Sockets at the ends of a wire. None of them blocks: what they wait for has to be carried first.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "endings.h"

long check(long result, const char *call)
{
	if (result < 0)
		err(1, "%s", call);
	return result;
}

static struct sockaddr_in make_address(const char *host, uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};

	if (inet_pton(AF_INET, host, &address.sin_addr) != 1)
		errx(1, "inet_pton: %s", host);
	return address;
}

void bind_port(int fd, uint16_t port)
{
	struct sockaddr_in any = make_address("0.0.0.0", port);

	check(bind(fd, (struct sockaddr *)&any, sizeof(any)), "bind");
}

int new_listener(const struct end *end, uint16_t port)
{
	int fd = new_socket(end);

	bind_port(fd, port);
	check(listen(fd, 8), "listen");
	return fd;
}

void begin_connect(int fd, const char *address, uint16_t port)
{
	struct sockaddr_in to = make_address(address, port);

	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 || errno != EINPROGRESS)
		err(1, "connect has not just begun");
}

void set_option(int fd, int level, int name, int value)
{
	check(setsockopt(fd, level, name, &value, sizeof(value)), "setsockopt");
}

void linger_none(int fd)
{
	struct linger none = {.l_onoff = 1};

	check(setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none)), "setsockopt SO_LINGER");
}

void send_data(int fd)
{
	check(send(fd, "data", 4, MSG_NOSIGNAL), "send");
}

void expect_data(int fd)
{
	char data[4];

	if (check(recv(fd, data, sizeof(data), 0), "recv") != sizeof(data))
		errx(1, "recv: not the data");
}

void expect_end(int fd)
{
	char data;

	if (check(recv(fd, &data, 1, 0), "recv") != 0)
		errx(1, "recv: data instead of the end");
}

void end_output(int fd)
{
	check(shutdown(fd, SHUT_WR), "shutdown");
}

void leave(int *fd)
{
	if (*fd >= 0)
		check(close(*fd), "close");
	*fd = -1;
}

static struct tcp_info info_of(int fd)
{
	struct tcp_info info;
	socklen_t length = sizeof(info);

	check(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length), "getsockopt TCP_INFO");
	return info;
}

void await_close(int fd)
{
	int closed = 7; // TCP_CLOSE of include/net/tcp_states.h

	while (info_of(fd).tcpi_state != closed)
		usleep(10000);
}

void await_retransmit(int fd)
{
	int before = info_of(fd).tcpi_retransmits;

	while (info_of(fd).tcpi_retransmits == before)
		usleep(10000);
}

pid_t hand_over(int *fd)
{
	pid_t pid = check(fork(), "fork");
	int status;

	if (pid == 0) {
		if (*fd > 3)
			check(close_range(3, *fd - 1, 0), "close_range");
		check(close_range(*fd + 1, ~0U, 0), "close_range");
		raise(SIGSTOP);
		_exit(1); // it is to be killed
	}
	check(waitpid(pid, &status, WUNTRACED), "waitpid");
	if (!WIFSTOPPED(status))
		errx(1, "the process that was handed a socket ended");
	leave(fd);
	return pid;
}

void kill_process(pid_t pid)
{
	check(kill(pid, SIGKILL), "kill");
	check(waitpid(pid, NULL, 0), "waitpid");
}
