// SPDX-License-Identifier: Apache-2.0
/*
 * calls syscalls N: makes N of the cheapest system calls. calls processes N: makes N processes, one
 * after another, each of which becomes another program and exits. Prints the CPU time of one in
 * nanoseconds: what a host pays for programs that are attached there.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* CPU time, its own and its children's, ns: what else the machine does hardly matters. */
static double now(void)
{
	struct rusage children;
	struct timespec own;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
	getrusage(RUSAGE_CHILDREN, &children);
	return own.tv_sec * 1e9 + own.tv_nsec + (children.ru_utime.tv_sec + children.ru_stime.tv_sec) * 1e9 +
	       (children.ru_utime.tv_usec + children.ru_stime.tv_usec) * 1e3;
}

static void make_process(char *self)
{
	char *arguments[] = { self, NULL };
	pid_t child = fork();
	int status;

	if (child < 0)
		err(1, "fork");
	if (child == 0) {
		execv(self, arguments);
		_exit(1);
	}
	if (waitpid(child, &status, 0) < 0 || status)
		errx(1, "a process failed");
}

int main(int argc, char **argv)
{
	long count = argc == 3 ? atol(argv[2]) : 0;
	double began = now();

	if (argc == 1) /* the program that a process becomes */
		return 0;
	if (count < 1)
		errx(2, "usage: calls syscalls|processes N");
	if (!strcmp(argv[1], "syscalls"))
		for (long i = 0; i < count; i++)
			syscall(SYS_getppid);
	else
		for (long i = 0; i < count; i++)
			make_process("/proc/self/exe");
	printf("%.1f\n", (now() - began) / count);
	return 0;
}
