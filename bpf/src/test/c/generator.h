/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What generator.c asks of generator.bpf.c in one run of it, and what comes back. */
#ifndef TCPLIFE_TEST_GENERATOR_H
#define TCPLIFE_TEST_GENERATOR_H

#include <linux/types.h>

struct generator_run {
	__u64 first; /* number of the first event to make; the sessions follow from it */
	__u64 count; /* events to make */
	__u64 fill;  /* stop before, once so many bytes wait in the ring */
	__u64 wake;  /* wake the recorder once so many bytes wait, as session.bpf.c does */
	__u64 made;  /* answer: numbers taken */
	__u64 lost;  /* answer: of those, with no room in the ring */
	__u64 waits; /* answer: bytes that wait in the ring */
};

#endif
