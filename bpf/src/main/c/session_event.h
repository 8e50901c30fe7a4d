/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The records of a session event, as the kernel program writes them, the recorder
 * stores them and every reader finds them. Little-endian. Offsets are pinned below;
 * tcplife.event mirrors them in Java, and a test compares the two.
 */
#ifndef TCPLIFE_SESSION_EVENT_H
#define TCPLIFE_SESSION_EVENT_H

#ifndef __bpf__
#include <stddef.h>
#include <stdint.h>
#define TCPLIFE_TYPE(bits) uint##bits##_t
#else
#define TCPLIFE_TYPE(bits) __u##bits
#endif

typedef TCPLIFE_TYPE(8) rec_u8;
typedef TCPLIFE_TYPE(16) rec_u16;
typedef TCPLIFE_TYPE(32) rec_u32;
typedef TCPLIFE_TYPE(64) rec_u64;

enum rec_kind {
	REC_STATE = 1,	    /* a transition of a TCP socket */
	REC_CLOCK = 2,	    /* boot time and wall time of one moment */
	REC_LOSS = 3,	    /* events that could not be kept */
	REC_END = 4,	    /* the last record of a cycle that was closed in order */
	REC_OPEN = 5,	    /* a socket that an inventory found, as struct rec_state: see there */
	REC_ACCEPT = 6,	    /* a process was given a connection */
	REC_PROCESS = 7,    /* a process began, became another program, ended, or was found */
	REC_NAME = 8,	    /* what a number stands for */
	REC_RESET = 9,	    /* struct rec_segment: a reset was sent or received */
	REC_RETRANSMIT = 10, /* struct rec_segment: a segment was sent again */
	REC_INVENTORY = 11, /* an inventory begins or ends */
};

enum rec_flag {
	REC_COUNTERS = 1, /* rec_state: struct rec_counters follows */
	REC_NESTED = 2,	  /* rec_state: caught by the second copy of the program */
	REC_CUT = 4,	  /* rec_process, rec_name: a text is not whole: too long, or not readable;
			   * rec_inventory at its end: sockets that no process holds were not looked for
			   * in every network namespace */
};

/* The cpu of a record that the recorder made itself, and of a loss that no CPU is known for. */
#define REC_NO_CPU 0xffffffffu
/* A number that an imported recording does not tell: all bits of its field are set. */
#define REC_UNKNOWN 0xffffffffu
#define REC_COMM_SIZE 16
#define REC_ZONE_SIZE 40

/* Bytes of a text at most. */
#define REC_EXECUTABLE_MOST 256
#define REC_ARGUMENTS_MOST 1024
#define REC_NAME_MOST 1024

struct rec_header {
	rec_u16 length;	  /* bytes, this header included; a multiple of 8 */
	rec_u8 kind;	  /* enum rec_kind; a reader skips what it does not know */
	rec_u8 flags;	  /* enum rec_flag */
	rec_u32 cpu;	  /* the CPU that the kernel made it on; REC_NO_CPU: the recorder made it */
	rec_u64 sequence; /* from 0, per CPU and recording, taken before the reserve: a gap is loss */
};

/*
 * REC_OPEN has the same form, with counters always: old_state and new_state are the state it was
 * found in, pid, task_uid and comm a process that holds it (0, all bits set, and empty: none does), tid
 * the file descriptor it holds it by. A socket that several processes hold has a record for each.
 * In a record that was imported, all bits of a number set mean that it is not known: of cgroup, pid,
 * tid, uid, task_uid, netns, socket and error.
 */
struct rec_state {
	struct rec_header header;
	rec_u64 time;		   /* ns, CLOCK_BOOTTIME */
	rec_u64 cookie;		   /* socket cookie: unique within a boot */
	rec_u64 cgroup;		   /* id of the socket's cgroup, 0 where the kernel keeps none */
	rec_u32 pid;		   /* thread group current at the transition: the actor only where a process acts */
	rec_u32 tid;		   /* thread current at the transition */
	rec_u32 uid;		   /* the socket's user, not the task's */
	rec_u32 netns;		   /* inode of the socket's network namespace */
	rec_u8 family;		   /* AF_INET (2) or AF_INET6 (10) */
	rec_u8 protocol;	   /* IPPROTO_TCP (6) */
	rec_u16 local_port;	   /* host byte order; 0 before the socket is bound */
	rec_u16 remote_port;	   /* host byte order; 0 for a listener */
	rec_u16 error;		   /* sk_err: errno pending at the transition, 0 for none */
	rec_u8 old_state;	   /* TCP_ESTABLISHED (1) and so on: include/net/tcp_states.h */
	rec_u8 new_state;
	rec_u16 socket;		   /* enum rec_socket */
	rec_u32 task_uid;	   /* of the thread current at the transition, as pid and tid */
	rec_u8 local_address[16];  /* network byte order; AF_INET: the first 4, then 0 */
	rec_u8 remote_address[16];
	char comm[REC_COMM_SIZE];  /* of the current thread, NUL-padded */
};

enum rec_socket {
	SOCKET_ORPHAN = 1,	 /* no process has it open any more: SOCK_DEAD */
	SOCKET_FIN_RECEIVED = 2, /* the peer's FIN came: SOCK_DONE */
	SOCKET_MPTCP = 4,	 /* a subflow of a Multipath TCP connection */
	SOCKET_KERNEL_TASK = 8,	 /* rec_state: the task that is current is a kernel thread */
};

/* From struct tcp_sock; totals since the socket began. Follow rec_state where REC_COUNTERS is set. */
struct rec_counters {
	rec_u64 bytes_acked;	     /* sent and acknowledged; SYN and FIN count 1 each */
	rec_u64 bytes_received;	     /* in order, FIN counts 1 */
	rec_u64 bytes_sent;	     /* payload handed to the wire, retransmits included */
	rec_u64 bytes_retransmitted; /* payload */
	rec_u32 segments_in;
	rec_u32 segments_out;
	rec_u32 data_segments_in;
	rec_u32 data_segments_out;
	rec_u32 retransmits;	     /* segments */
	rec_u32 delivered;	     /* segments known to have arrived */
	rec_u32 smoothed_rtt;	     /* µs */
	rec_u32 minimum_rtt;	     /* µs; 0xffffffff: never measured */
	rec_u32 receive_queue;	     /* bytes received that nobody read */
	rec_u32 send_queue;	     /* bytes written that were not acknowledged */
};

/* The task that took a connection from a listener; made when its accept returns. */
struct rec_accept {
	struct rec_header header;
	rec_u64 time;	/* ns, CLOCK_BOOTTIME */
	rec_u64 cookie; /* of the accepted socket */
	rec_u32 pid;
	rec_u32 tid;
	rec_u32 uid;	/* the task's */
	rec_u32 how;	/* enum accept_evidence */
	char comm[REC_COMM_SIZE];
};

enum accept_evidence {
	ACCEPT_FUNCTION = 1, /* the kernel's own accept returned: fexit of inet_csk_accept */
	ACCEPT_SYSCALL = 2,  /* the system call returned its descriptor */
};

/* Followed by the executable's name and then the arguments, each as many bytes as it says; zeros
 * fill the last 8. Arguments end with a NUL each. */
struct rec_process {
	struct rec_header header;
	rec_u64 time;	/* ns, CLOCK_BOOTTIME */
	rec_u64 start;	/* ns, CLOCK_BOOTTIME: with the PID it names a process for good */
	rec_u64 cgroup; /* id in the unified hierarchy */
	rec_u32 pid;
	rec_u32 parent; /* PID; of PROCESS_FORK, of the process that forked it */
	rec_u32 uid;
	rec_u32 netns; /* inode of its network namespace */
	rec_u16 why;   /* enum process_reason */
	rec_u16 executable_length;
	rec_u16 arguments_length;
	rec_u16 reserved; /* written 0, ignored */
	char comm[REC_COMM_SIZE];
};

enum process_reason {
	PROCESS_EXEC = 1,  /* became another program; executable: as it was named to execve */
	PROCESS_FORK = 2,  /* began as a copy of its parent: no texts, they are the parent's */
	PROCESS_FOUND = 3, /* was there at the inventory; executable: where its file is, if that is known */
	PROCESS_EXIT = 4,  /* ended: no texts; it closes its sockets just after */
};

/* Followed by the text, zeros filling the last 8 bytes. */
struct rec_name {
	struct rec_header header;
	rec_u64 time; /* ns, CLOCK_BOOTTIME: when it was looked up */
	rec_u64 id;
	rec_u32 what; /* enum name_of */
	rec_u32 text_length;
};

enum name_of {
	NAME_CGROUP = 1, /* the path of a cgroup, from the root of the unified hierarchy */
	NAME_USER = 2,	 /* a user */
	NAME_NETNS = 3,	 /* a network namespace that has a name (ip netns) */
};

struct rec_segment {
	struct rec_header header;
	rec_u64 time;	/* ns, CLOCK_BOOTTIME */
	rec_u64 cookie; /* of the socket */
	rec_u8 state;	/* the socket's, as in rec_state */
	rec_u8 direction; /* enum segment_direction */
	rec_u16 reserved; /* written 0, ignored */
	rec_u32 reason;	/* why a reset was sent (enum sk_rst_reason), 0 where the kernel does not tell */
};

enum segment_direction {
	SEGMENT_RECEIVED = 1,
	SEGMENT_SENT = 2,
};

/* What lies between BEGIN and END of one inventory was found, not seen happening. */
struct rec_inventory {
	struct rec_header header;
	rec_u64 time;  /* ns, CLOCK_BOOTTIME */
	rec_u32 phase; /* enum inventory_phase */
	rec_u32 found; /* at the end: open sockets; else 0 */
};

enum inventory_phase {
	INVENTORY_BEGIN = 1,
	INVENTORY_END = 2,
};

/* How CLOCK_BOOTTIME and CLOCK_REALTIME stood to each other, and where the host's clocks say they are. */
struct rec_clock {
	struct rec_header header;
	rec_u64 time;		  /* ns, CLOCK_BOOTTIME */
	rec_u64 realtime;	  /* ns since 1970-01-01T00:00Z, at the same moment */
	rec_u32 uncertainty;	  /* ns that reading the pair took */
	rec_u32 utc_offset;	  /* s east of UTC, two's complement */
	char zone[REC_ZONE_SIZE]; /* IANA name, NUL-padded; empty where the host names none */
};

enum loss_cause {
	LOSS_RING_FULL = 1, /* the ring had no room: the recorder drained too slowly */
	LOSS_SKIPPED = 2,   /* the kernel did not run the program: it was running on that CPU already */
};

struct rec_loss {
	struct rec_header header;
	rec_u64 since; /* ns, CLOCK_BOOTTIME: the events were lost after this */
	rec_u64 until; /* ns, CLOCK_BOOTTIME: and before this */
	rec_u64 count; /* events lost in that time */
	rec_u32 cause; /* enum loss_cause */
	rec_u32 cpu;   /* where, or REC_NO_CPU */
};

/* Followed by `cpus` times struct rec_end_cpu. */
struct rec_end {
	struct rec_header header;
	rec_u64 time;	 /* ns, CLOCK_BOOTTIME */
	rec_u64 skipped; /* runs skipped by the kernel and not caught, since the recording began */
	rec_u32 reason;	 /* enum end_reason */
	rec_u32 cpus;
};

enum end_reason {
	END_STOPPED = 1, /* the recording ended */
	END_CYCLE = 2,	 /* the next cycle goes on */
};

/* Since the recording began: made = kept + lost. */
struct rec_end_cpu {
	rec_u64 made; /* sequence numbers taken */
	rec_u64 lost; /* of those, with no room in the ring */
};

#define PINNED(type, field, offset) \
	_Static_assert(__builtin_offsetof(struct type, field) == (offset), #type "." #field)
#define SIZED(type, size) _Static_assert(sizeof(struct type) == (size), #type)

PINNED(rec_header, length, 0);
PINNED(rec_header, kind, 2);
PINNED(rec_header, flags, 3);
PINNED(rec_header, cpu, 4);
PINNED(rec_header, sequence, 8);
SIZED(rec_header, 16);
PINNED(rec_state, time, 16);
PINNED(rec_state, cookie, 24);
PINNED(rec_state, cgroup, 32);
PINNED(rec_state, pid, 40);
PINNED(rec_state, tid, 44);
PINNED(rec_state, uid, 48);
PINNED(rec_state, netns, 52);
PINNED(rec_state, family, 56);
PINNED(rec_state, protocol, 57);
PINNED(rec_state, local_port, 58);
PINNED(rec_state, remote_port, 60);
PINNED(rec_state, error, 62);
PINNED(rec_state, old_state, 64);
PINNED(rec_state, new_state, 65);
PINNED(rec_state, socket, 66);
PINNED(rec_state, task_uid, 68);
PINNED(rec_state, local_address, 72);
PINNED(rec_state, remote_address, 88);
PINNED(rec_state, comm, 104);
SIZED(rec_state, 120);
PINNED(rec_counters, bytes_acked, 0);
PINNED(rec_counters, bytes_received, 8);
PINNED(rec_counters, bytes_sent, 16);
PINNED(rec_counters, bytes_retransmitted, 24);
PINNED(rec_counters, segments_in, 32);
PINNED(rec_counters, segments_out, 36);
PINNED(rec_counters, data_segments_in, 40);
PINNED(rec_counters, data_segments_out, 44);
PINNED(rec_counters, retransmits, 48);
PINNED(rec_counters, delivered, 52);
PINNED(rec_counters, smoothed_rtt, 56);
PINNED(rec_counters, minimum_rtt, 60);
PINNED(rec_counters, receive_queue, 64);
PINNED(rec_counters, send_queue, 68);
SIZED(rec_counters, 72);
PINNED(rec_clock, time, 16);
PINNED(rec_clock, realtime, 24);
PINNED(rec_clock, uncertainty, 32);
PINNED(rec_clock, utc_offset, 36);
PINNED(rec_clock, zone, 40);
SIZED(rec_clock, 80);
PINNED(rec_loss, since, 16);
PINNED(rec_loss, until, 24);
PINNED(rec_loss, count, 32);
PINNED(rec_loss, cause, 40);
PINNED(rec_loss, cpu, 44);
SIZED(rec_loss, 48);
PINNED(rec_end, time, 16);
PINNED(rec_end, skipped, 24);
PINNED(rec_end, reason, 32);
PINNED(rec_end, cpus, 36);
SIZED(rec_end, 40);
PINNED(rec_end_cpu, made, 0);
PINNED(rec_end_cpu, lost, 8);
SIZED(rec_end_cpu, 16);

PINNED(rec_accept, time, 16);
PINNED(rec_accept, cookie, 24);
PINNED(rec_accept, pid, 32);
PINNED(rec_accept, tid, 36);
PINNED(rec_accept, uid, 40);
PINNED(rec_accept, how, 44);
PINNED(rec_accept, comm, 48);
SIZED(rec_accept, 64);
PINNED(rec_process, time, 16);
PINNED(rec_process, start, 24);
PINNED(rec_process, cgroup, 32);
PINNED(rec_process, pid, 40);
PINNED(rec_process, parent, 44);
PINNED(rec_process, uid, 48);
PINNED(rec_process, netns, 52);
PINNED(rec_process, why, 56);
PINNED(rec_process, executable_length, 58);
PINNED(rec_process, arguments_length, 60);
PINNED(rec_process, reserved, 62);
PINNED(rec_process, comm, 64);
SIZED(rec_process, 80);
PINNED(rec_name, time, 16);
PINNED(rec_name, id, 24);
PINNED(rec_name, what, 32);
PINNED(rec_name, text_length, 36);
SIZED(rec_name, 40);
PINNED(rec_segment, time, 16);
PINNED(rec_segment, cookie, 24);
PINNED(rec_segment, state, 32);
PINNED(rec_segment, direction, 33);
PINNED(rec_segment, reserved, 34);
PINNED(rec_segment, reason, 36);
SIZED(rec_segment, 40);
PINNED(rec_inventory, time, 16);
PINNED(rec_inventory, phase, 24);
PINNED(rec_inventory, found, 28);
SIZED(rec_inventory, 32);

#undef PINNED
#undef SIZED
#endif
