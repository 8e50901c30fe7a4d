/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What all records begin with, and their kinds. Part of session_event.h. */
#ifndef TCPLIFE_RECORD_HEADER_H
#define TCPLIFE_RECORD_HEADER_H

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

#endif
