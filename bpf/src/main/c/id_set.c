// SPDX-License-Identifier: Apache-2.0
/* Open addressing; half of the slots at least are free, so a search ends soon. */
#include <stdlib.h>
#include "id_set.h"

#define SMALLEST 256

static size_t slot_of(const struct id_set *set, uint64_t id)
{
	/* Fibonacci hashing: ids are often neighbours. */
	size_t slot = (id * 0x9e3779b97f4a7c15u >> 32) & (set->size - 1);

	while (set->slots[slot] != 0 && set->slots[slot] != id)
		slot = (slot + 1) & (set->size - 1);
	return slot;
}

static bool grow(struct id_set *set)
{
	size_t size = set->size > 0 ? 2 * set->size : SMALLEST;
	struct id_set larger = { calloc(size, sizeof(*set->slots)), size, set->count };

	if (!larger.slots)
		return false;
	for (size_t i = 0; i < set->size; i++)
		if (set->slots[i] != 0)
			larger.slots[slot_of(&larger, set->slots[i])] = set->slots[i];
	free(set->slots);
	*set = larger;
	return true;
}

bool id_set_add(struct id_set *set, uint64_t id)
{
	size_t slot;

	if (2 * set->count >= set->size && !grow(set))
		return true;
	slot = slot_of(set, id);
	if (set->slots[slot] == id)
		return false;
	set->slots[slot] = id;
	set->count++;
	return true;
}

void id_set_clear(struct id_set *set)
{
	free(set->slots);
	*set = (struct id_set){ 0 };
}
