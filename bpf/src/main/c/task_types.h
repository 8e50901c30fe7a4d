/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What kernel_types.h is for sockets, for tasks. */
#ifndef TCPLIFE_TASK_TYPES_H
#define TCPLIFE_TASK_TYPES_H

#include "kernel_types.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct cred {
	kuid_t uid;
};

struct nsproxy {
	struct net *net_ns;
};

struct css_set {
	struct cgroup *dfl_cgrp;
};

struct mm_struct {
	unsigned long arg_start;
	unsigned long arg_end;
};

struct socket {
	struct file *file;
	struct sock *sk;
};

struct file {
	void *private_data;
};

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
};

struct files_struct {
	struct fdtable *fdt;
};

struct signal_struct {
	atomic_t live;
};

/* include/linux/sched.h */
#define PF_KTHREAD 0x00200000

struct task_struct {
	void *stack;
	unsigned int flags;
	int pid;
	int tgid;
	__u64 start_boottime;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	struct signal_struct *signal;
	const struct cred *cred;
	char comm[16];
	struct nsproxy *nsproxy;
	struct css_set *cgroups;
	struct mm_struct *mm;
	struct files_struct *files;
};

struct linux_binprm {
	const char *filename;
};

#pragma clang attribute pop
#endif
