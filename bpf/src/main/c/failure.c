// SPDX-License-Identifier: Apache-2.0
/* How a failed call becomes a tcplife.bpf.BridgeException. */
#include <stdio.h>
#include <string.h>
#include "bridge.h"

/* libbpf explains a failure on its log; the last line of it goes into the exception. */
static _Thread_local char explanation[512];

int keep_explanation(enum libbpf_print_level level, const char *format, va_list args)
{
	char line[sizeof(explanation)];

	if (level == LIBBPF_WARN && vsnprintf(line, sizeof(line), format, args) > 0 &&
	    strncmp(line, "libbpf: ", 8) == 0 && !strstr(line, "-- BEGIN PROG LOAD LOG --") &&
	    !strstr(line, "failed to load object")) {
		line[strcspn(line, "\n")] = 0;
		memcpy(explanation, line, sizeof(line));
	}
	return 0;
}

void throw_errno(JNIEnv *env, const char *call, const char *about, int error)
{
	char message[1024];
	jclass type = (*env)->FindClass(env, "tcplife/bpf/BridgeException");
	jmethodID init = (*env)->GetMethodID(env, type, "<init>", "(Ljava/lang/String;I)V");
	jstring text;

	snprintf(message, sizeof(message), "%s%s%s: %s%s%s", call, *about ? " " : "", about,
		 strerror(error), *explanation ? "; " : "", explanation);
	explanation[0] = 0;
	text = (*env)->NewStringUTF(env, message);
	if (text)
		(*env)->Throw(env, (*env)->NewObject(env, type, init, text, error));
}
