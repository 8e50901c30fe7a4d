// SPDX-License-Identifier: Apache-2.0
#ifndef TCPLIFE_TRAFFIC_H
#define TCPLIFE_TRAFFIC_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct scenario {
	const char *name;
	bool server_first; // who ends the session
	bool reset;        // ends with RST, not with FIN
	bool refused;      // nobody listens
};

struct run;

struct kind {
	const char *name;
	void (*serve)(const struct run *run);
	bool reset; // by the client
	bool brief; // each session is a client of its own
};

struct run {
	const struct scenario *scenario;
	const struct kind *kind;
	const char *listen_host, *connect_host, *ready_file;
	long count, workers, up_bytes, down_bytes, seconds, half_closed;
	int listener;     // bound by the parent, so that all know its port; only the server makes it listen
	int control;      // to the other process, and not over TCP: a recorder must not see it
	pid_t server_pid; // 0 where there is no server
};

// The port lies at the same place in both, and the kernel takes a length that is larger than its family needs.
union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

// Null where no scenario has that name.
const struct scenario *find_scenario(const char *name);
void sessions(struct run *run);
void churn(struct run *run);
void hold(const struct run *run);
void orphan(const struct run *run);
void accepts(struct run *run);
const struct kind *find_kind(const char *name);
void owners(struct run *run);
// Of a kind's server: tells whose the session is, and ends it.
void serve_owned(const struct run *run, int fd, pid_t acceptor);
int accept_one(const struct run *run);
pid_t fork_worker(void);
void expect_success(pid_t pid);
// Whoever closes it last closes the connection: by this, not who gives it away.
void give_up(int fd, int to);
void await_given_up(int from);
void serve_alone(const struct run *run);
void serve_inherited(const struct run *run);
void serve_preforked(const struct run *run);
void serve_passed(const struct run *run);
void serve_ring(const struct run *run);

// Without a server's body nobody ever listens.
void run_processes(struct run *run, void (*server)(const struct run *), void (*client)(const struct run *));
// Neither process goes on before the other has come here too.
void meet(const struct run *run);
void start_listening(const struct run *run);
// Closes the client's copy of the listener once the server listens, and returns its port.
uint16_t leave_listener(const struct run *run);

union address make_address(const char *host, uint16_t port);
uint16_t port_of(int fd);
int bind_port(const char *host);
int connect_to(const union address *address, int expected_error);
// Connects to the port at one of many addresses of the loopback device, another one for the next session.
int connect_spread(long session, uint16_t port);
// Returns when the peer's kernel has acknowledged all, so that bytes_acked is exact even if a reset follows.
void send_payload(int fd, long bytes);
void receive_payload(int fd, long bytes);
void expect_end(int fd, int expected_error);

// Ends the process where the call has failed.
long check(long result, const char *call);
void flush_output(void);

#endif
