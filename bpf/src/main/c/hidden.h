/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What hidden.bpf.c tells hidden.c of a process. */
#ifndef TCPLIFE_HIDDEN_H
#define TCPLIFE_HIDDEN_H

enum left {
	LEFT_SEEN = 1,	 /* a CPU was seen to switch from it */
	LEFT_UNSEEN = 2, /* a CPU was seen to switch to it, and next from another */
};

#endif
