// SPDX-License-Identifier: Apache-2.0
/* objects: prints each BPF object of the kernel, "prog 12", "map 3" or "link 4", whoever holds it. */
#include <bpf/bpf.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>

static void list(const char *kind, int (*next_id)(__u32 from, __u32 *next))
{
	__u32 id = 0;

	while (!next_id(id, &id))
		printf("%s %u\n", kind, id);
	if (errno != ENOENT)
		err(1, "%s after %u", kind, id);
}

int main(void)
{
	list("prog", bpf_prog_get_next_id);
	list("map", bpf_map_get_next_id);
	list("link", bpf_link_get_next_id);
	return 0;
}
