// SPDX-License-Identifier: Apache-2.0
//
// layout tells what C makes of the records, for the tests that hold Java's description of them against it.
//
//   offsets   where each field lies and how large each struct is: "struct field offset", "struct size bytes"
//   numbers   what the names of kinds, flags, causes, reasons and states stand for: "class name number", in Java's names
//   records   a record of each kind, a different value in each field, as bytes
//   counters  the counters of two CPUs, as bytes

#include <err.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include "session_counters.h"
#include "session_event.h"

#define NUMBER(class, name, value) printf("%s %s %u\n", #class, #name, (unsigned int)(value))

static void print_offsets(void)
{
#define FIELD(type, field, offset) printf("%s %s %zu\n", #type, #field, offsetof(struct type, field));
#define SIZE(type, size) printf("%s size %zu\n", #type, sizeof(struct type));
#include "record_layout.h"
}

static void print_numbers(void)
{
	NUMBER(RecordHeader, STATE_KIND, REC_STATE);
	NUMBER(RecordHeader, CLOCK_KIND, REC_CLOCK);
	NUMBER(RecordHeader, LOSS_KIND, REC_LOSS);
	NUMBER(RecordHeader, END_KIND, REC_END);
	NUMBER(RecordHeader, OPEN_KIND, REC_OPEN);
	NUMBER(RecordHeader, ACCEPT_KIND, REC_ACCEPT);
	NUMBER(RecordHeader, PROCESS_KIND, REC_PROCESS);
	NUMBER(RecordHeader, NAME_KIND, REC_NAME);
	NUMBER(RecordHeader, RESET_KIND, REC_RESET);
	NUMBER(RecordHeader, RETRANSMIT_KIND, REC_RETRANSMIT);
	NUMBER(RecordHeader, INVENTORY_KIND, REC_INVENTORY);
	NUMBER(RecordHeader, CUT_FLAG, REC_CUT);
	NUMBER(RecordHeader, NO_CPU, REC_NO_CPU);
	NUMBER(StateLayout, COUNTERS_FLAG, REC_COUNTERS);
	NUMBER(StateLayout, NESTED_FLAG, REC_NESTED);
	NUMBER(StateLayout, ORPHAN, SOCKET_ORPHAN);
	NUMBER(StateLayout, FIN_RECEIVED, SOCKET_FIN_RECEIVED);
	NUMBER(StateLayout, MPTCP, SOCKET_MPTCP);
	NUMBER(StateLayout, KERNEL_TASK, SOCKET_KERNEL_TASK);
	NUMBER(StateView, UNKNOWN, REC_UNKNOWN);
	NUMBER(StateLayout, COMM_SIZE, REC_COMM_SIZE);
	NUMBER(StateLayout, IPV4, AF_INET);
	NUMBER(StateLayout, IPV6, AF_INET6);
	NUMBER(LossRecord, RING_FULL, LOSS_RING_FULL);
	NUMBER(LossRecord, SKIPPED, LOSS_SKIPPED);
	NUMBER(LossRecord, NO_SPACE, LOSS_NO_SPACE);
	NUMBER(LossRecord, IO_ERROR, LOSS_IO_ERROR);
	NUMBER(EndRecord, STOPPED, END_STOPPED);
	NUMBER(EndRecord, CYCLE, END_CYCLE);
	NUMBER(AcceptRecord, FUNCTION, ACCEPT_FUNCTION);
	NUMBER(AcceptRecord, SYSCALL, ACCEPT_SYSCALL);
	NUMBER(ProcessRecord, EXECUTABLE_MOST, REC_EXECUTABLE_MOST);
	NUMBER(ProcessRecord, ARGUMENTS_MOST, REC_ARGUMENTS_MOST);
	NUMBER(ProcessRecord, EXEC, PROCESS_EXEC);
	NUMBER(ProcessRecord, FORK, PROCESS_FORK);
	NUMBER(ProcessRecord, FOUND, PROCESS_FOUND);
	NUMBER(ProcessRecord, EXIT, PROCESS_EXIT);
	NUMBER(NameRecord, CGROUP, NAME_CGROUP);
	NUMBER(NameRecord, USER, NAME_USER);
	NUMBER(NameRecord, NETNS, NAME_NETNS);
	NUMBER(NameRecord, HIDDEN, NAME_HIDDEN);
	NUMBER(SegmentRecord, RECEIVED, SEGMENT_RECEIVED);
	NUMBER(SegmentRecord, SENT, SEGMENT_SENT);
	NUMBER(InventoryRecord, BEGIN, INVENTORY_BEGIN);
	NUMBER(InventoryRecord, END, INVENTORY_END);
	NUMBER(TcpState, ESTABLISHED, TCP_ESTABLISHED);
	NUMBER(TcpState, SYN_SENT, TCP_SYN_SENT);
	NUMBER(TcpState, SYN_RECV, TCP_SYN_RECV);
	NUMBER(TcpState, FIN_WAIT1, TCP_FIN_WAIT1);
	NUMBER(TcpState, FIN_WAIT2, TCP_FIN_WAIT2);
	NUMBER(TcpState, TIME_WAIT, TCP_TIME_WAIT);
	NUMBER(TcpState, CLOSE, TCP_CLOSE);
	NUMBER(TcpState, CLOSE_WAIT, TCP_CLOSE_WAIT);
	NUMBER(TcpState, LAST_ACK, TCP_LAST_ACK);
	NUMBER(TcpState, LISTEN, TCP_LISTEN);
	NUMBER(TcpState, CLOSING, TCP_CLOSING);
}

// The values are told again in LayoutTest: none of them twice, and most with their highest bit set.
static void write_state(void)
{
	struct {
		struct rec_state state;
		struct rec_counters counters;
	} r = {
		.state = {.header = {.length = sizeof(r), .kind = REC_STATE, .flags = REC_COUNTERS | REC_NESTED,
				     .cpu = 0x80000001, .sequence = 0x8000000000000002},
			  .time = 0x8000000000000003, .cookie = 0x8000000000000004, .cgroup = 0x8000000000000005,
			  .pid = 0x80000006, .tid = 0x80000007, .uid = 0x80000008, .netns = 0x80000009,
			  .family = 0x0a, .protocol = 0x0b, .local_port = 0x800c, .remote_port = 0x800d, .error = 0x8011,
			  .old_state = 0x0e, .new_state = 0x0f, .socket = 0x8010, .task_uid = 0x80000023,
			  .local_address = "local-address-12", .remote_address = "remote-address13",
			  .comm = "comm-of-a-task14"},
		.counters = {.bytes_acked = 0x8000000000000015, .bytes_received = 0x8000000000000016,
			     .bytes_sent = 0x8000000000000017, .bytes_retransmitted = 0x8000000000000018,
			     .segments_in = 0x80000019, .segments_out = 0x8000001a,
			     .data_segments_in = 0x8000001b, .data_segments_out = 0x8000001c,
			     .retransmits = 0x8000001d, .delivered = 0x8000001e, .smoothed_rtt = 0x8000001f,
			     .minimum_rtt = 0x80000020, .receive_queue = 0x80000021, .send_queue = 0x80000022},
	};

	fwrite(&r, sizeof(r), 1, stdout);
}

static void write_others(void)
{
	struct rec_clock clock = {
		.header = {sizeof(clock), REC_CLOCK, 0, REC_NO_CPU, 0x8000000000000031},
		.time = 0x8000000000000032, .realtime = 0x8000000000000033, .uncertainty = 0x80000034,
		.utc_offset = 0x80000035, .zone = "America/Argentina/ComodRivadavia"};
	struct rec_loss loss = {
		.header = {sizeof(loss), REC_LOSS, 0, REC_NO_CPU, 0x8000000000000041},
		.since = 0x8000000000000042, .until = 0x8000000000000043, .count = 0x8000000000000044,
		.cause = 0x80000045, .cpu = 0x80000046};
	struct {
		struct rec_end end;
		struct rec_end_cpu cpus[2];
	} end = {
		.end = {.header = {sizeof(end), REC_END, 0, REC_NO_CPU, 0x8000000000000051},
			.time = 0x8000000000000052, .skipped = 0x8000000000000053, .reason = 0x80000054, .cpus = 2},
		.cpus = {{0x8000000000000055, 0x8000000000000056}, {0x8000000000000057, 0x8000000000000058}}};

	fwrite(&clock, sizeof(clock), 1, stdout);
	fwrite(&loss, sizeof(loss), 1, stdout);
	fwrite(&end, sizeof(end), 1, stdout);
}

static void write_identities(void)
{
	struct rec_accept accept = {
		.header = {sizeof(accept), REC_ACCEPT, 0, REC_NO_CPU, 0x8000000000000061},
		.time = 0x8000000000000062, .cookie = 0x8000000000000063, .pid = 0x80000064, .tid = 0x80000065,
		.uid = 0x80000066, .how = 0x80000067, .comm = "comm-of-acceptor"};
	struct {
		struct rec_process process;
		char texts[24];
	} process = {
		.process = {.header = {sizeof(process), REC_PROCESS, REC_CUT, REC_NO_CPU, 0x8000000000000071},
			    .time = 0x8000000000000072, .start = 0x8000000000000073, .cgroup = 0x8000000000000074,
			    .pid = 0x80000075, .parent = 0x80000076, .uid = 0x80000077, .netns = 0x80000078,
			    .why = 0x8079, .executable_length = 9, .arguments_length = 11, .comm = "comm-of-process!"},
		.texts = "/bin/echoecho\0-n\0yes"};
	struct {
		struct rec_name name;
		char text[16];
	} name = {
		.name = {.header = {sizeof(name), REC_NAME, REC_CUT, REC_NO_CPU, 0x8000000000000081},
			 .time = 0x8000000000000082, .id = 0x8000000000000083, .what = 0x80000084, .text_length = 11},
		.text = "/user.slice"};
	struct rec_segment segment = {
		.header = {sizeof(segment), REC_RESET, 0, REC_NO_CPU, 0x8000000000000091},
		.time = 0x8000000000000092, .cookie = 0x8000000000000093, .state = 0x14, .direction = 0x15,
		.reason = 0x80000096};
	struct rec_inventory inventory = {
		.header = {sizeof(inventory), REC_INVENTORY, REC_CUT, REC_NO_CPU, 0x80000000000000a1},
		.time = 0x80000000000000a2, .phase = 0x800000a3, .found = 0x800000a4};

	fwrite(&accept, sizeof(accept), 1, stdout);
	fwrite(&process, sizeof(process), 1, stdout);
	fwrite(&name, sizeof(name), 1, stdout);
	fwrite(&segment, sizeof(segment), 1, stdout);
	fwrite(&inventory, sizeof(inventory), 1, stdout);
}

static void write_counters(void)
{
	struct cpu_counters counters[2] = {
		{.made = 1000, .lost = 100, .nested = 10}, {.made = 2000, .lost = 200, .nested = 20}};

	fwrite(counters, sizeof(counters), 1, stdout);
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";

	if (!strcmp(what, "offsets")) {
		print_offsets();
	} else if (!strcmp(what, "numbers")) {
		print_numbers();
	} else if (!strcmp(what, "records")) {
		write_state();
		write_others();
		write_identities();
	} else if (!strcmp(what, "counters")) {
		write_counters();
	} else {
		errx(2, "usage: layout offsets|numbers|records|counters");
	}
	if (ferror(stdout) || fflush(stdout))
		err(1, "write to standard output");
	return 0;
}
