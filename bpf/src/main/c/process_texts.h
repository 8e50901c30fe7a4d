/* SPDX-License-Identifier: Apache-2.0 */
/* What /proc tells of a process that an inventory found. */
#ifndef TCPLIFE_PROCESS_TEXTS_H
#define TCPLIFE_PROCESS_TEXTS_H

#include "session_event.h"

#define LONGEST_EXECUTABLE 256
#define LONGEST_ARGUMENTS 1024
/* Room that a record needs, its texts included. */
#define LARGEST_PROCESS (sizeof(struct rec_process) + LONGEST_EXECUTABLE + LONGEST_ARGUMENTS)

/*
 * Appends executable and arguments to a record that has room for LARGEST_PROCESS bytes, and makes
 * it as long. Texts that may not be read, or that the process has none of, are left empty, and so
 * are all where another process has the PID by now.
 */
void append_process_texts(struct rec_process *process);

#endif
