/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is told of a socket. Part of session_event.h. */
#ifndef TCPLIFE_SOCKET_RECORDS_H
#define TCPLIFE_SOCKET_RECORDS_H
#include "record_header.h"

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

#endif
