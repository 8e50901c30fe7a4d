// SPDX-License-Identifier: Apache-2.0
//
// The server and the client are processes of their own, so that a recorder can tell them apart.

#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "traffic.h"

void meet(const struct run *run)
{
	char token = 0;

	check(send(run->control, &token, 1, MSG_NOSIGNAL), "send to the other process");
	if (check(recv(run->control, &token, 1, 0), "recv from the other process") == 0)
		errx(1, "recv from the other process: it ended early");
}

void start_listening(const struct run *run)
{
	check(listen(run->listener, SOMAXCONN), "listen");
	meet(run);
}

// The client's copy would keep the server's socket listening, and make the client look like an owner of it.
uint16_t leave_listener(const struct run *run)
{
	uint16_t port = port_of(run->listener);

	meet(run);
	check(close(run->listener), "close");
	return port;
}

static pid_t spawn(const char *name, void (*body)(const struct run *), struct run *run, const int pair[2], int side)
{
	pid_t pid = check(fork(), "fork");

	if (pid > 0)
		return pid;
	check(prctl(PR_SET_NAME, name), "prctl PR_SET_NAME");
	check(prctl(PR_SET_PDEATHSIG, SIGKILL), "prctl PR_SET_PDEATHSIG");
	run->control = pair[side];
	if (side == 0)
		run->server_pid = getpid();
	check(close(pair[!side]), "close"); // a copy left open would hide the other process's death
	body(run);
	flush_output();
	exit(0);
}

void run_processes(struct run *run, void (*server)(const struct run *), void (*client)(const struct run *))
{
	int pair[2], status;

	check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
	run->listener = bind_port(run->listen_host);
	if (server)
		run->server_pid = spawn("tl-server", server, run, pair, 0);
	spawn("tl-client", client, run, pair, 1);
	check(close(run->listener), "close");
	check(close(pair[0]), "close");
	check(close(pair[1]), "close");
	for (int children = server ? 2 : 1; children > 0; children--) {
		check(wait(&status), "wait");
		if (status != 0)
			errx(1, "wait: a child process failed"); // PDEATHSIG then ends the other one
	}
}
