/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What the kernel program counts on each CPU, and the bridge reads. */
#ifndef TCPLIFE_SESSION_COUNTERS_H
#define TCPLIFE_SESSION_COUNTERS_H

#include <linux/types.h>

struct cpu_counters {
	__u64 made;   /* sequence numbers taken: events made */
	__u64 lost;   /* events for which the ring had no room */
	__u64 nested; /* transitions that `session` was not run for, and `session_nested` was */
};

#endif
