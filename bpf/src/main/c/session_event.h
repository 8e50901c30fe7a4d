/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The records of a session event, as the kernel program writes them, the recorder
 * stores them and every reader finds them. Little-endian. Offsets are pinned
 * in record_layout.h; tcplife.event mirrors them in Java, and a test compares the two.
 */
#ifndef TCPLIFE_SESSION_EVENT_H
#define TCPLIFE_SESSION_EVENT_H
#include "account_records.h"
#include "host_records.h"
#include "socket_records.h"

#define FIELD(type, field, offset) \
	_Static_assert(__builtin_offsetof(struct type, field) == (offset), #type "." #field);
#define SIZE(type, size) _Static_assert(sizeof(struct type) == (size), #type);
#include "record_layout.h"
#endif
