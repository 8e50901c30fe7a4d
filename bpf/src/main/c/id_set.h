/* SPDX-License-Identifier: Apache-2.0 */
/* A set of numbers other than 0, which grows. All zeros is an empty one. */
#ifndef TCPLIFE_ID_SET_H
#define TCPLIFE_ID_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct id_set {
	uint64_t *slots; /* 0 where free */
	size_t size;	 /* a power of two, or 0 */
	size_t count;
};

/* Whether the number was not in the set yet. Without memory to grow it is said to be new again and again. */
bool id_set_add(struct id_set *set, uint64_t id);

/* Empties the set, and gives its memory back. */
void id_set_clear(struct id_set *set);

#endif
