// SPDX-License-Identifier: Apache-2.0
//
// A server that accepts through io_uring: no system call returns it a descriptor. One request at a time is in the ring.

#define _GNU_SOURCE
#include <err.h>
#include <linux/io_uring.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "traffic.h"

struct ring {
	int fd;
	struct io_uring_sqe *request; // the only one
	unsigned int *request_tail, *answer_head, *answer_mask;
	struct io_uring_cqe *answers;
};

static void *map(int fd, size_t size, off_t what)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, what);

	if (memory == MAP_FAILED)
		err(1, "mmap of a ring");
	return memory;
}

static struct ring make_ring(void)
{
	struct io_uring_params params = {0};
	struct ring ring = {.fd = check(syscall(SYS_io_uring_setup, 1, &params), "io_uring_setup")};
	size_t requests = params.sq_off.array + params.sq_entries * sizeof(unsigned int);
	size_t answers = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
	char *queue;

	if (params.sq_entries != 1 || !(params.features & IORING_FEAT_SINGLE_MMAP))
		errx(1, "io_uring_setup: not the ring that was asked for");
	queue = map(ring.fd, requests > answers ? requests : answers, IORING_OFF_SQ_RING);
	ring.request = map(ring.fd, sizeof(struct io_uring_sqe), IORING_OFF_SQES);
	ring.request_tail = (unsigned int *)(queue + params.sq_off.tail);
	ring.answer_head = (unsigned int *)(queue + params.cq_off.head);
	ring.answer_mask = (unsigned int *)(queue + params.cq_off.ring_mask);
	ring.answers = (struct io_uring_cqe *)(queue + params.cq_off.cqes);
	*(unsigned int *)(queue + params.sq_off.array) = 0;
	return ring;
}

static int ring_accept(const struct ring *ring, int listener)
{
	unsigned int head = *ring->answer_head;
	int result;

	memset(ring->request, 0, sizeof(*ring->request));
	ring->request->opcode = IORING_OP_ACCEPT;
	ring->request->fd = listener;
	__atomic_store_n(ring->request_tail, *ring->request_tail + 1, __ATOMIC_RELEASE);
	check(syscall(SYS_io_uring_enter, ring->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0), "io_uring_enter");
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	result = ring->answers[head & *ring->answer_mask].res;
	__atomic_store_n(ring->answer_head, head + 1, __ATOMIC_RELEASE);
	if (result < 0)
		errx(1, "accept through io_uring: %s", strerror(-result));
	return result;
}

void serve_ring(const struct run *run)
{
	struct ring ring = make_ring();

	start_listening(run);
	for (long i = 0; i < run->count; i++)
		serve_owned(run, ring_accept(&ring, run->listener), getpid());
	meet(run);
}
