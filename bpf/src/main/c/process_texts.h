/* SPDX-License-Identifier: Apache-2.0 */
/* What /proc tells of a process that an inventory found. */
#ifndef TCPLIFE_PROCESS_TEXTS_H
#define TCPLIFE_PROCESS_TEXTS_H

#include "session_event.h"

/* Room that a record needs, its texts included. */
#define LARGEST_PROCESS (sizeof(struct rec_process) + REC_EXECUTABLE_MOST + REC_ARGUMENTS_MOST)

/*
 * Appends executable and arguments to a record that has room for LARGEST_PROCESS bytes, and makes
 * it as long. Texts that may not be read, or that the process has none of, are left empty, and so
 * are all where another process has the PID by now.
 */
void append_process_texts(struct rec_process *process);

#endif
