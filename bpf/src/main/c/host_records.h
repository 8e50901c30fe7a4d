/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is told of the host, and which of that an inventory found. Part of session_event.h. */
#ifndef TCPLIFE_HOST_RECORDS_H
#define TCPLIFE_HOST_RECORDS_H
#include "record_header.h"

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
	NAME_HIDDEN = 4, /* the command name of a process during which the kernel runs no BPF program: by PID */
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

#endif
