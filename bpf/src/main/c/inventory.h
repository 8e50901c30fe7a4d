/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCPLIFE_INVENTORY_H
#define TCPLIFE_INVENTORY_H

#include <bpf/libbpf.h>
#include "new_ids.h"

#define MOST_LINKS 4

struct inventory {
	struct bpf_object *object;
	struct bpf_link *links[MOST_LINKS];
	int pass; /* the iterator being read, or -1 */
	struct id_set open;	/* cookies of all sockets found */
	struct id_set holdings; /* and the processes that hold them */
	struct new_ids ids;
	size_t at, end; /* of what was read and not yet handed on */
	_Alignas(8) char raw[64 << 10];
};

#endif
