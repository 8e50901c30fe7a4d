/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What hidden.bpf.c tells hidden.c of a process. */
#ifndef TCPLIFE_HIDDEN_H
#define TCPLIFE_HIDDEN_H

#include "record_header.h"

enum left {
	LEFT_SEEN = 1,	 /* a CPU was seen to switch from it */
	LEFT_UNSEEN = 2, /* a CPU was seen to switch to it, and next from another */
};

struct watched {
	rec_u32 left; /* enum left, all that were seen */
	char comm[REC_COMM_SIZE];
};

#endif
