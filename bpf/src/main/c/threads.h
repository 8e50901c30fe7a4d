/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel lets each thread do for itself alone, done by all of the process. */
#ifndef TCPLIFE_THREADS_H
#define TCPLIFE_THREADS_H

#include <stdbool.h>

/*
 * Runs a signal handler in each thread that a line of its /proc status says is left to do, until none is left.
 * Returns 0, or an errno.
 */
int in_all_threads(void (*handler)(int), bool (*is_left)(const char *line));

#endif
