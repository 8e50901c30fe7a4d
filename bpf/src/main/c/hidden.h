/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What hidden.bpf.c and hidden.c share. */
#ifndef TCPLIFE_HIDDEN_H
#define TCPLIFE_HIDDEN_H

/* How many processes can be found. */
#define MOST_HIDDEN 64

#endif
