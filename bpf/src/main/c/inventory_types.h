/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The kernel types that inventory.bpf.c reads beside those of tasks and sockets. */
#ifndef TCPLIFE_INVENTORY_TYPES_H
#define TCPLIFE_INVENTORY_TYPES_H

#include "task_types.h"

struct seq_file;

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	__u32 fd;
	struct file *file;
};

struct bpf_iter__tcp {
	struct bpf_iter_meta *meta;
	struct sock_common *sk_common;
};

#pragma clang attribute pop
#endif
