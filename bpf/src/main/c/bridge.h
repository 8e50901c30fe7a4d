/* SPDX-License-Identifier: Apache-2.0 */
/* What the native files share. */
#ifndef TCPLIFE_BRIDGE_H
#define TCPLIFE_BRIDGE_H

#include <bpf/libbpf.h>
#include <jni.h>
#include <signal.h>
#include <stdarg.h>

#if LIBBPF_MAJOR_VERSION < 1
#error "libbpf 1.0 or later is needed: the calls of earlier ones fail in another way"
#endif

/* Counted up, and the event written to, when a signal asks the recording for something; signal_event is
 * -1 until signals are handled. */
extern int signal_event;
extern volatile sig_atomic_t stop_asked, snapshot_asked;

/* For libbpf_set_print: keeps libbpf's last word for the next exception. */
int keep_explanation(enum libbpf_print_level level, const char *format, va_list args);

/* Opens a BPF object, not yet loaded, libbpf's explanations being kept; NULL and errno if it cannot. */
struct bpf_object *open_bytes(JNIEnv *env, jbyteArray bytes);

/* Throws a tcplife.bpf.BridgeException: the call, what it was about ("" for nothing), the errno. */
void throw_errno(JNIEnv *env, const char *call, const char *about, int error);

#endif
