// SPDX-License-Identifier: Apache-2.0
#ifndef TCPLIFE_ENDINGS_H
#define TCPLIFE_ENDINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// One end of a wire: a network namespace of its own, whose only way out is a TUN device.
struct end {
	const char *address;
	int net;     // the namespace; -1: not held any more
	int packets; // read: what the device sends; written: what it is to receive
};

// Nothing travels on it by itself, so what is lost, late or crossed is for who holds it to say.
struct wire {
	struct end client, server;
};

// A connection, or what is to become one; -1 where there is no socket.
struct pair {
	struct wire *wire;
	uint16_t port; // the server's
	int listener, client, server;
};

// To be called before any wire is made.
void leave_host(void);
struct wire make_wire(void);
// Runs a command of the shell in a namespace.
void run_in(const struct end *end, const char *command);
int new_socket(const struct end *end);
// Carries packets both ways until no more come.
void carry(const struct wire *wire);
// Reads from the device until it is gone, with its namespace.
void await_removal(const struct end *end);

void bind_port(int fd, uint16_t port);
int new_listener(const struct end *end, uint16_t port);
// Sends the SYN; what becomes of it shows when it is carried.
void begin_connect(int fd, const char *address, uint16_t port);
void set_option(int fd, int level, int name, int value);
void linger_none(int fd);
void send_data(int fd);
void expect_data(int fd);
void expect_end(int fd);
void end_output(int fd);
// Closes it, if it is open.
void leave(int *fd);
// Waits, carrying nothing, until the kernel has given a socket up.
void await_close(int fd);
// The same until it has tried once more to send what was not answered.
void await_retransmit(int fd);
// Leaves a socket to a process of its own, which holds nothing else.
pid_t hand_over(int *fd);
void kill_process(pid_t pid);

void connect_pair(struct pair *pair);
void accept_pair(struct pair *pair);
void close_and_carry(struct pair *pair, int *fd);
void end_and_carry(struct pair *pair, int fd);
void send_and_carry(struct pair *pair, int fd);
// As an administrator does.
void destroy_client(struct pair *pair);

// Leaves open what is open at its end; nothing is carried after it. The last of a table has no name.
struct scenario {
	const char *name;
	void (*make)(struct pair *pair);
	bool unconnected; // is given no connection to start with
};

extern const struct scenario connects[], closes[], resets[], silences[];

// Ends the process where the call has failed.
long check(long result, const char *call);

#endif
