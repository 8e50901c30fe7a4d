/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers in records that stand for something with a name: users, cgroups, network namespaces. */
#ifndef TCPLIFE_NEW_IDS_H
#define TCPLIFE_NEW_IDS_H

#include <jni.h>
#include "id_set.h"
#include "session_event.h"

#define MOST_NEW_IDS 4096
/* Of one record. */
#define IDS_OF_RECORD 4

/* An id as it is handed to tcplife.bpf.Ids: what it is the name of (enum name_of) in the lowest 2
 * bits, the id above. All zeros is an empty struct. */
struct new_ids {
	struct id_set seen;
	uint64_t fresh[MOST_NEW_IDS]; /* seen, and not yet taken */
	size_t count;
	/* of the last record; the next one has mostly the same */
	uint64_t cgroup;
	uint32_t uid, task_uid, netns;
};

/* Notes what was not seen before in a record of the kernel's. While MOST_NEW_IDS wait to be taken
 * nothing more is noted, until it is seen again. */
void note_ids(struct new_ids *ids, const struct rec_header *record);

/* Hands over what was noted, as a long[]; null if nothing was. */
jlongArray take_ids(JNIEnv *env, struct new_ids *ids);

/* Nothing counts as seen any more. */
void forget_ids(struct new_ids *ids);

#endif
