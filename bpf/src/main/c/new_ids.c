// SPDX-License-Identifier: Apache-2.0
#include "new_ids.h"

#define SAME_PLACE(field) \
	_Static_assert(offsetof(struct rec_state, field) == offsetof(struct rec_process, field), #field)

/* So one look serves both. */
SAME_PLACE(cgroup);
SAME_PLACE(uid);
SAME_PLACE(netns);

static void note(struct new_ids *ids, enum name_of what, uint64_t id)
{
	uint64_t key = id << 2 | what;

	if (id_set_add(&ids->seen, key))
		ids->fresh[ids->count++] = key;
}

void note_ids(struct new_ids *ids, const struct rec_header *record)
{
	const struct rec_state *r = (const struct rec_state *)record;
	uint32_t task_uid;

	if (record->kind != REC_STATE && record->kind != REC_OPEN && record->kind != REC_PROCESS)
		return;
	task_uid = record->kind == REC_PROCESS ? r->uid : r->task_uid;
	if (ids->count > MOST_NEW_IDS - IDS_OF_RECORD ||
	    (r->cgroup == ids->cgroup && r->uid == ids->uid && task_uid == ids->task_uid && r->netns == ids->netns &&
	     ids->seen.count > 0))
		return;
	ids->cgroup = r->cgroup;
	ids->uid = r->uid;
	ids->task_uid = task_uid;
	ids->netns = r->netns;
	if (r->cgroup != 0)
		note(ids, NAME_CGROUP, r->cgroup);
	note(ids, NAME_USER, r->uid);
	if (task_uid != REC_UNKNOWN)
		note(ids, NAME_USER, task_uid);
	if (r->netns != 0)
		note(ids, NAME_NETNS, r->netns);
}

jlongArray take_ids(JNIEnv *env, struct new_ids *ids)
{
	jlongArray taken = ids->count > 0 ? (*env)->NewLongArray(env, ids->count) : NULL;

	if (taken) {
		(*env)->SetLongArrayRegion(env, taken, 0, ids->count, (const jlong *)ids->fresh);
		ids->count = 0;
	}
	return taken;
}

void forget_ids(struct new_ids *ids)
{
	id_set_clear(&ids->seen);
	ids->count = 0;
}
