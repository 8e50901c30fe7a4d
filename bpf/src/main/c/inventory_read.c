// SPDX-License-Identifier: Apache-2.0
/* What an iterator tells, record by record: what was told before is dropped, and what only /proc tells is added. */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "bridge.h"
#include "inventory.h"
#include "process_texts.h"
#include "tcplife_bpf_Bridge.h"

/* Whether a record is told for the first time: each socket for each process that holds it, and
 * where nobody does, once. */
static bool is_news(struct inventory *v, const struct rec_state *r)
{
	bool new_socket = id_set_add(&v->open, r->cookie);

	/* PIDs have at most 22 bits (PID_MAX_LIMIT). Cookies count up from 1, and rarely down from 2^64
	 * (include/linux/cookie.h): their lowest 42 bits tell them apart. */
	return r->pid == 0 ? new_socket : id_set_add(&v->holdings, r->cookie << 22 | r->pid);
}

/* Copies a record to where it is wanted; returns how long it is there, 0 if it is not. */
static size_t hand_on(struct inventory *v, const struct rec_header *record, void *to)
{
	if (record->kind == REC_OPEN && !is_news(v, (const struct rec_state *)record))
		return 0;
	memcpy(to, record, record->length);
	if (record->kind == REC_PROCESS)
		append_process_texts(to);
	note_ids(&v->ids, to);
	return ((const struct rec_header *)to)->length;
}

/* Reads on, behind the part of a record that was left; returns the bytes read, 0 at the end, or an errno. */
static ssize_t read_on(struct inventory *v)
{
	ssize_t n;

	v->end -= v->at;
	memmove(v->raw, v->raw + v->at, v->end);
	v->at = 0;
	do /* EAGAIN: the kernel looked at a million objects and found none that counts */
		n = read(v->pass, v->raw + v->end, sizeof(v->raw) - v->end);
	while (n < 0 && (errno == EAGAIN || errno == EINTR));
	if (n > 0)
		v->end += n;
	return n < 0 ? -errno : n;
}

static bool is_whole(const struct inventory *v)
{
	const struct rec_header *record = (const void *)(v->raw + v->at);

	return v->end - v->at >= sizeof(*record) && v->end - v->at >= record->length;
}

/* The bytes of whole records that were put there; 0 at the end of the pass. */
JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_readPass(JNIEnv *env, jclass type, jlong handle, jobject to,
							jint position, jint room)
{
	struct inventory *v = (struct inventory *)handle;
	char *begin = (char *)(*env)->GetDirectBufferAddress(env, to) + position;
	size_t used = 0;

	(void)type;
	while (used + LARGEST_PROCESS <= (size_t)room && v->ids.count <= MOST_NEW_IDS - IDS_OF_RECORD) {
		const struct rec_header *record = (const void *)(v->raw + v->at);

		if (is_whole(v)) {
			used += hand_on(v, record, begin + used);
			v->at += record->length;
			continue;
		}
		ssize_t n = read_on(v);
		if (n < 0)
			throw_errno(env, "read BPF iterator", "", -n);
		if (n <= 0)
			break;
	}
	return used;
}

JNIEXPORT jlongArray JNICALL Java_tcplife_bpf_Bridge_inventoryIds(JNIEnv *env, jclass type, jlong handle)
{
	(void)type;
	return take_ids(env, &((struct inventory *)handle)->ids);
}

JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_openSockets(JNIEnv *env, jclass type, jlong handle)
{
	(void)env, (void)type;
	return ((struct inventory *)handle)->open.count;
}
