// SPDX-License-Identifier: Apache-2.0
#ifndef TCPLIFE_INCIDENT_H
#define TCPLIFE_INCIDENT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

// What becomes of a session once its payload has arrived.
enum ending { CLIENT_CLOSES, SERVER_CLOSES, CLIENT_RESETS, SERVER_RESETS, SERVER_FORGETS, ENDINGS };

// What a client sends first: what the server is to do.
struct request {
	uint32_t up, down; // bytes that follow, and bytes to answer with
	uint32_t ending;
};

struct orders {
	const char *address;
	uint16_t port;
	long count, addresses, gap_ms, jitter_ms, up, down;
	long buffer;  // bytes received and not read that a server has room for; 0 is the usual
	long backlog; // sessions that may wait to be accepted, less one; 0 is the usual
	bool varied; // gaps and sizes are random, with these means
	bool until_told; // that is, until its input ends, if not all are made before
	const char *ready_file;
};

// How a client behaves; false of keep means that it is gone with its sessions.
struct manner {
	const char *name;
	enum ending ending;
	bool keep;    // leaves its sessions open until its input ends
	bool abort;   // closes by a reset, also where that is when it ends
	bool flood;   // says more than anyone reads
	bool half;    // says that it has no more
	int error;    // that connecting has; 0 for none
};

const struct manner *find_manner(const char *name);
void call(const struct orders *orders, const struct manner *manner);
void serve(const struct orders *orders);
void scan(const struct orders *orders, uint16_t last_port);

struct sockaddr_in make_address(const char *host, uint16_t port);
// Sends or receives all of them, zeros or whatever they are.
void send_bytes(int fd, long bytes);
void receive_bytes(int fd, long bytes);
void expect_end(int fd, int expected_error);
void set_option(int fd, int level, int name, int value);
void reset_when_closed(int fd);
void allow_open_files(long files);
void tell_ready(const char *file);
void await_end_of_input(void);
bool input_ends_within(double ms);
void sleep_ms(double time);

// Ends the process where the call has failed.
long check(long result, const char *call);

#endif
