// SPDX-License-Identifier: Apache-2.0
//
// Two network namespaces and the wire between them.

#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "endings.h"

static int home; // a namespace for the open ends of the wires: their files would keep the others alive

static int this_net(void)
{
	return check(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), "open of the network namespace");
}

static int new_net(void)
{
	check(unshare(CLONE_NEWNET), "unshare");
	return this_net();
}

void leave_host(void)
{
	home = new_net();
}

static void run(const char *command)
{
	if (system(command) != 0)
		errx(1, "%s: failed", command);
}

void run_in(const struct end *end, const char *command)
{
	check(setns(end->net, CLONE_NEWNET), "setns");
	run(command);
	check(setns(home, CLONE_NEWNET), "setns");
}

int new_socket(const struct end *end)
{
	int fd;

	check(setns(end->net, CLONE_NEWNET), "setns");
	fd = check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
	check(setns(home, CLONE_NEWNET), "setns");
	return fd;
}

static int open_device(const char *name)
{
	struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	int fd = check(open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC), "open of /dev/net/tun");

	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	check(ioctl(fd, TUNSETIFF, &request), "ioctl TUNSETIFF");
	return fd;
}

static struct end make_end(const char *address)
{
	struct end end = {.address = address, .packets = open_device("wire")};
	char command[512];

	end.net = new_net();
	snprintf(command, sizeof(command),
		 "nsenter --net=/proc/%1$d/fd/%2$d ip link set wire netns %1$d && "
		 "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6 && "
		 "ip address add %3$s dev wire && ip link set wire up && "
		 "ip route add 192.0.2.0/24 dev wire quickack 1", // an ACK that waits would not be carried
		 getpid(), home, address);
	run(command);
	check(setns(home, CLONE_NEWNET), "setns");
	return end;
}

// The client sends everything that is not for itself to the server, who is to know what to do with it.
struct wire make_wire(void)
{
	struct wire wire = {make_end("192.0.2.1"), make_end("192.0.2.2")};

	run_in(&wire.client, "ip route add default dev wire && echo 0 >/proc/sys/net/ipv4/tcp_syn_linear_timeouts");
	run_in(&wire.server, "echo 1 >/proc/sys/net/ipv4/ip_forward && ip route add unreachable 198.51.100.0/24");
	return wire;
}

// Of a packet that is for nobody any more, there is nothing to be said.
static bool pass(int from, int to)
{
	char packet[65536];
	ssize_t length = read(from, packet, sizeof(packet));

	if (length < 0 && errno != EAGAIN && errno != EBADFD)
		err(1, "read of a packet");
	if (length > 0 && write(to, packet, length) < 0 && errno != EIO && errno != EBADFD)
		err(1, "write of a packet");
	return length > 0;
}

void carry(const struct wire *wire)
{
	bool moved = true;

	while (moved) {
		moved = false;
		while (pass(wire->client.packets, wire->server.packets))
			moved = true;
		while (pass(wire->server.packets, wire->client.packets))
			moved = true;
	}
}

void await_removal(const struct end *end)
{
	char packet[65536];

	while (read(end->packets, packet, sizeof(packet)) >= 0 || errno == EAGAIN)
		usleep(10000);
	if (errno != EBADFD)
		err(1, "read from a device that is to be removed");
}
