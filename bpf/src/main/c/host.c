// SPDX-License-Identifier: Apache-2.0
/* The system calls that Java lacks: tcplife.bpf.Host. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "bridge.h"
#include "tcplife_bpf_Bridge.h"

int signal_event = -1;
volatile sig_atomic_t stop_asked, snapshot_asked;

static void note_signal(int signal)
{
	volatile sig_atomic_t *asked = signal == SIGUSR1 ? &snapshot_asked : &stop_asked;
	int error = errno;
	uint64_t one = 1;

	*asked = *asked + 1;
	if (write(signal_event, &one, sizeof(one)) < 0)
		errno = error; /* 2^64 signals fill the counter, which nobody reads */
	errno = error;
}

/* Handlers, not a signalfd: that would need the signals blocked in every thread of the JVM. */
JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_stopOnSignals(JNIEnv *env, jclass type)
{
	struct sigaction action = { .sa_handler = note_signal, .sa_flags = SA_RESTART };
	struct sigaction current;

	(void)type;
	if (signal_event < 0)
		signal_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (signal_event < 0 || sigaction(SIGINT, &action, NULL) || sigaction(SIGTERM, &action, NULL) ||
	    sigaction(SIGHUP, NULL, &current) ||
	    (current.sa_handler != SIG_IGN && sigaction(SIGHUP, &action, NULL)) ||
	    signal(SIGUSR1, SIG_IGN) == SIG_ERR)
		throw_errno(env, "sigaction", "", errno);
}

JNIEXPORT jint JNICALL Java_tcplife_bpf_Bridge_stopsAsked(JNIEnv *env, jclass type)
{
	(void)env, (void)type;
	return stop_asked;
}

/* A third of the usual share of a busy CPU: enough for a sealer, of which 19 would make a straggler.
 * The system knows threads by their own number; one that it keeps as it is does its work all the
 * same. */
#define LOWER_PRIORITY 5

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_lowerPriority(JNIEnv *env, jclass type)
{
	(void)env, (void)type;
	setpriority(PRIO_PROCESS, gettid(), LOWER_PRIORITY);
}

/* After stopOnSignals. */
JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_snapshotOnSignal(JNIEnv *env, jclass type)
{
	struct sigaction action = { .sa_handler = note_signal, .sa_flags = SA_RESTART };

	(void)type;
	if (sigaction(SIGUSR1, &action, NULL))
		throw_errno(env, "sigaction", "", errno);
}

static int64_t nanoseconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* The tightest of a few tries: an interrupt between the readings would make the pair untrue. */
JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_clockPair(JNIEnv *env, jclass type, jlongArray pair)
{
	jlong best[3] = { 0, 0, INT64_MAX };

	(void)type;
	for (int i = 0; i < 5; i++) {
		int64_t before = nanoseconds(CLOCK_BOOTTIME);
		int64_t real = nanoseconds(CLOCK_REALTIME);
		int64_t after = nanoseconds(CLOCK_BOOTTIME);

		if (after - before < best[2]) {
			best[0] = before + (after - before) / 2;
			best[1] = real;
			best[2] = after - before;
		}
	}
	(*env)->SetLongArrayRegion(env, pair, 0, 3, best);
}

/* The path ends in NUL. */
JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_allocate(JNIEnv *env, jclass type, jbyteArray path, jlong offset,
							jlong length)
{
	jbyte *bytes = (*env)->GetByteArrayElements(env, path, NULL);
	int fd = open((char *)bytes, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	int error = fd < 0 || fallocate(fd, FALLOC_FL_KEEP_SIZE, offset, length) ? errno : 0;

	(void)type;
	if (fd >= 0)
		close(fd);
	(*env)->ReleaseByteArrayElements(env, path, bytes, JNI_ABORT);
	if (error)
		throw_errno(env, "fallocate", "", error);
}

JNIEXPORT void JNICALL Java_tcplife_bpf_Bridge_umask(JNIEnv *env, jclass type, jint mask)
{
	(void)env, (void)type;
	umask(mask);
}
