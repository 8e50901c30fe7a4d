// SPDX-License-Identifier: Apache-2.0
//
// traffic makes real TCP traffic whose truth is known, for tests that compare what a recorder saw with what was made.
// All of it stays on the loopback device of the network namespace that it is started in.
//
//   sessions  a known number of sessions of one kind, strictly one after another, each told as a line of CSV; the
//             kernel picks the clients' ports, and may pick one again, so only the order tells all lines apart
//   churn     short sessions, as fast as two processes can make them
//   hold      many connections at once, held until standard input ends

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST (1L << 40) // of anything that can be asked for

struct scenario {
	const char *name;
	bool server_first; // who ends the session
	bool reset;        // ends with RST, not with FIN
	bool refused;      // nobody listens
};

static const struct scenario scenarios[] = {
	{.name = "client-closes"},
	{.name = "server-closes", .server_first = true},
	{.name = "client-resets", .reset = true},
	{.name = "server-resets", .server_first = true, .reset = true},
	{.name = "refused", .refused = true},
};

struct run {
	const struct scenario *scenario;
	const char *listen_host, *connect_host, *ready_file;
	long count, up_bytes, down_bytes, seconds;
	_Atomic long *last; // shared by the processes of a churn: the index of its last session
	int listener;       // bound by the parent, so that all know its port; only the server makes it listen
	int control;        // to the other process, and not over TCP: a recorder must not see it
	pid_t server_pid;   // 0 where there is no server
};

// The port lies at the same place in both, and the kernel takes a length that is larger than its family needs.
union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static char buffer[1 << 16];

static void usage(void)
{
	fputs("usage: traffic sessions client-closes|server-closes|client-resets|server-resets -n N [-6 | -m]"
	      " [-u UP_BYTES] [-d DOWN_BYTES] | traffic sessions refused -n N [-6 | -m]"
	      " | traffic churn -n N | traffic churn -t SECONDS | traffic hold -n N -r READY_FILE\n", stderr);
	exit(2);
}

static long check(long result, const char *call)
{
	if (result < 0)
		err(1, "%s", call);
	return result;
}

static union address make_address(const char *host, uint16_t port)
{
	bool v6 = strchr(host, ':');
	union address address = {.v4 = {.sin_family = v6 ? AF_INET6 : AF_INET, .sin_port = htons(port)}};

	if (inet_pton(address.any.sa_family, host, v6 ? (void *)&address.v6.sin6_addr : &address.v4.sin_addr) != 1)
		errx(1, "inet_pton: %s", host);
	return address;
}

static uint16_t port_of(int fd)
{
	union address address;
	socklen_t length = sizeof(address);

	check(getsockname(fd, &address.any, &length), "getsockname");
	return ntohs(address.v4.sin_port);
}

static int bind_port(const char *host)
{
	union address address = make_address(host, 0);
	int fd = check(socket(address.any.sa_family, SOCK_STREAM, 0), "socket"), off = 0;

	if (address.any.sa_family == AF_INET6)
		check(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)), "setsockopt IPV6_V6ONLY");
	if (!strcmp(host, "0.0.0.0") || !strcmp(host, "::")) // must not be reached from outside
		check(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", sizeof("lo")), "setsockopt SO_BINDTODEVICE");
	check(bind(fd, &address.any, sizeof(address)), "bind");
	return fd;
}

static int connect_to(const union address *address, int expected)
{
	int fd = check(socket(address->any.sa_family, SOCK_STREAM, 0), "socket");
	int error = connect(fd, &address->any, sizeof(*address)) < 0 ? errno : 0;

	if (error != expected)
		errx(1, "connect: %s instead of %s", strerror(error), strerror(expected));
	return fd;
}

// TIME_WAIT keeps a port from its destination for up to a minute, so many sessions need many: 127.0.0.2 to .250.
static int connect_spread(long session, uint16_t port)
{
	union address address = make_address("127.0.0.2", port);

	address.v4.sin_addr.s_addr += htonl(session % 249);
	return connect_to(&address, 0);
}

static size_t chunk(long bytes)
{
	return (size_t)bytes < sizeof(buffer) ? (size_t)bytes : sizeof(buffer);
}

// Returns when the peer's kernel has acknowledged all, so that bytes_acked is exact even if a reset follows.
static void send_payload(int fd, long bytes)
{
	int unacknowledged = 0;

	while (bytes > 0)
		bytes -= check(send(fd, buffer, chunk(bytes), MSG_NOSIGNAL), "send");
	while (check(ioctl(fd, TIOCOUTQ, &unacknowledged), "ioctl TIOCOUTQ") == 0 && unacknowledged > 0)
		sched_yield();
}

static void receive_payload(int fd, long bytes)
{
	int on = 1;

	while (bytes > 0) {
		long received = check(recv(fd, buffer, chunk(bytes), 0), "recv");

		if (received == 0)
			errx(1, "recv: the session ended inside its payload");
		bytes -= received;
	}
	// The sender waits for the last acknowledgement: it must not be a delayed one.
	check(setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on)), "setsockopt TCP_QUICKACK");
}

static void expect_end(int fd, int expected)
{
	ssize_t received = recv(fd, buffer, 1, 0);
	int error = received < 0 ? errno : 0;

	if (received > 0 || error != expected)
		errx(1, "recv: %s instead of %s", received > 0 ? "data" : strerror(error), strerror(expected));
}

// Neither process goes on before the other has come here too.
static void meet(const struct run *run)
{
	char token = 0;

	check(send(run->control, &token, 1, MSG_NOSIGNAL), "send to the other process");
	if (check(recv(run->control, &token, 1, 0), "recv from the other process") == 0)
		errx(1, "recv from the other process: it ended early");
}

static void start_listening(const struct run *run)
{
	check(listen(run->listener, SOMAXCONN), "listen");
	meet(run);
}

// The client's copy would keep the server's socket listening, and make the client look like an owner of it.
static uint16_t leave_listener(const struct run *run)
{
	uint16_t port = port_of(run->listener);

	meet(run);
	check(close(run->listener), "close");
	return port;
}

// Both sides return when both sockets are in CLOSE: the first to shut down reads the other's end before it closes, and
// the other lingers until its FIN is acknowledged.
static void end_session(const struct run *run, int fd, bool first)
{
	bool reset = run->scenario->reset, abort = first && reset;
	struct linger linger = {.l_onoff = 1, .l_linger = abort ? 0 : 60}; // lingering for 0 seconds is what sends RST

	meet(run);
	if (first && !reset)
		check(shutdown(fd, SHUT_WR), "shutdown");
	if (!abort)
		expect_end(fd, reset ? ECONNRESET : 0);
	check(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)), "setsockopt SO_LINGER");
	check(close(fd), "close");
	meet(run);
}

static void flush_output(void)
{
	if (ferror(stdout) || fflush(stdout))
		err(1, "write to standard output");
}

static pid_t spawn(const char *name, void (*body)(const struct run *), struct run *run, const int pair[2], int side)
{
	pid_t pid = check(fork(), "fork");

	if (pid > 0)
		return pid;
	check(prctl(PR_SET_NAME, name), "prctl PR_SET_NAME");
	check(prctl(PR_SET_PDEATHSIG, SIGKILL), "prctl PR_SET_PDEATHSIG");
	run->control = pair[side];
	check(close(pair[!side]), "close"); // a copy left open would hide the other process's death
	body(run);
	flush_output();
	exit(0);
}

// Without a server's body nobody ever listens.
static void run_processes(struct run *run, void (*server)(const struct run *), void (*client)(const struct run *))
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

static void serve_sessions(const struct run *run)
{
	start_listening(run);
	for (long i = 0; i < run->count; i++) {
		int fd = check(accept(run->listener, NULL, NULL), "accept");

		receive_payload(fd, run->up_bytes);
		send_payload(fd, run->down_bytes);
		end_session(run, fd, run->scenario->server_first);
	}
}

// A refused socket has lost its address but still tells its port (tried on Linux 6.18). The address is known anyway:
// who connects to 127.0.0.1 or ::1 does it from there.
static void print_session(const struct run *run, int fd, uint16_t server_port)
{
	printf("%s,%d,%d,%s,%u,%s,%u,%ld,%ld\n", run->scenario->name, getpid(), run->server_pid, run->connect_host,
	       port_of(fd), run->connect_host, server_port, run->up_bytes, run->down_bytes);
}

static void connect_sessions(const struct run *run)
{
	uint16_t port = leave_listener(run);
	union address server = make_address(run->connect_host, port);

	for (long i = 0; i < run->count; i++) {
		int fd = connect_to(&server, 0);

		print_session(run, fd, port);
		send_payload(fd, run->up_bytes);
		receive_payload(fd, run->down_bytes);
		end_session(run, fd, !run->scenario->server_first);
	}
}

static void connect_refused(const struct run *run)
{
	uint16_t port = port_of(run->listener);
	union address server = make_address(run->connect_host, port);

	for (long i = 0; i < run->count; i++) {
		int fd = connect_to(&server, ECONNREFUSED);

		print_session(run, fd, port);
		check(close(fd), "close");
	}
}

static double now_seconds(void)
{
	struct timespec now;

	check(clock_gettime(CLOCK_MONOTONIC, &now), "clock_gettime");
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// The server closes the odd sessions at once; reading their end also keeps the client from filling the backlog.
static void serve_churn(const struct run *run)
{
	start_listening(run);
	for (long i = 0; i <= *run->last; i++) {
		int fd = check(accept(run->listener, NULL, NULL), "accept");

		if (i % 2 == 0)
			expect_end(fd, 0);
		check(close(fd), "close");
	}
}

// The last session is named before it begins, so that the server cannot be waiting for one more.
static void connect_churn(const struct run *run)
{
	uint16_t port = leave_listener(run);
	double deadline = now_seconds() + (double)run->seconds;

	for (long i = 0; i <= *run->last; i++) {
		if (run->seconds > 0 && now_seconds() >= deadline)
			*run->last = i;

		int fd = connect_spread(i, port);

		if (i % 2 != 0)
			expect_end(fd, 0);
		check(close(fd), "close");
	}
}

static void churn(struct run *run)
{
	double start = now_seconds(), seconds;

	run->last = mmap(NULL, sizeof(*run->last), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (run->last == MAP_FAILED)
		err(1, "mmap");
	*run->last = (run->seconds > 0 ? MOST : run->count) - 1;
	run->listen_host = "0.0.0.0";
	run_processes(run, serve_churn, connect_churn);
	seconds = now_seconds() - start;
	printf("sessions %ld seconds %.3f rate %.0f\n", *run->last + 1, seconds, (double)(*run->last + 1) / seconds);
}

static void allow_open_files(rlim_t files)
{
	struct rlimit limit;

	check(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit RLIMIT_NOFILE");
	if (limit.rlim_cur < files)
		limit.rlim_cur = files;
	if (limit.rlim_max < files)
		limit.rlim_max = files; // needs CAP_SYS_RESOURCE
	check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit RLIMIT_NOFILE");
}

static void hold(const struct run *run)
{
	int listener, ready, (*ends)[2] = calloc(run->count, sizeof(*ends));
	uint16_t port;

	if (!ends)
		err(1, "calloc");
	allow_open_files(2 * run->count + 16); // and the listener, the standard streams, what was inherited
	listener = bind_port("0.0.0.0");
	port = port_of(listener);
	check(listen(listener, SOMAXCONN), "listen");
	for (long i = 0; i < run->count; i++) {
		ends[i][0] = connect_spread(i, port);
		ends[i][1] = check(accept(listener, NULL, NULL), "accept");
	}
	// A file left by an earlier run would have told the test too early: it is an error.
	ready = check(open(run->ready_file, O_WRONLY | O_CREAT | O_EXCL, 0644), "open of the ready file");
	check(close(ready), "close");
	while (check(read(STDIN_FILENO, buffer, sizeof(buffer)), "read of standard input") > 0)
		;
	for (long i = 0; i < run->count; i++) {
		check(close(ends[i][0]), "close");
		check(close(ends[i][1]), "close");
	}
	printf("held %ld\n", run->count);
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
		case 't': run->seconds = number(optarg, 1); break;
		case 'u': run->up_bytes = number(optarg, 0); break;
		case 'd': run->down_bytes = number(optarg, 0); break;
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

static void sessions(struct run *run, const char *name)
{
	for (size_t i = 0; name && i < sizeof(scenarios) / sizeof(scenarios[0]); i++)
		if (!strcmp(name, scenarios[i].name))
			run->scenario = &scenarios[i];
	if (!run->scenario || !run->count || (run->scenario->refused && run->up_bytes + run->down_bytes > 0))
		usage();
	if (!run->listen_host)
		choose_hosts(run, "127.0.0.1", "127.0.0.1");
	puts("scenario,client_pid,server_pid,client_addr,client_port,server_addr,server_port,up_bytes,down_bytes");
	flush_output(); // the client process goes on from here
	if (run->scenario->refused)
		run_processes(run, NULL, connect_refused);
	else
		run_processes(run, serve_sessions, connect_sessions);
}

int main(int argc, char **argv)
{
	struct run run = {0};
	const char *command = argc > 1 ? argv[1] : "";

	if (!strcmp(command, "sessions")) {
		sessions(&run, parse(&run, argc - 1, argv + 1, "n:6mu:d:"));
	} else if (!strcmp(command, "churn")) {
		if (parse(&run, argc - 1, argv + 1, "n:t:") || !run.count == !run.seconds)
			usage();
		churn(&run);
	} else if (!strcmp(command, "hold")) {
		if (parse(&run, argc - 1, argv + 1, "n:r:") || !run.count || !run.ready_file)
			usage();
		hold(&run);
	} else {
		usage();
	}
	flush_output();
	return 0;
}
