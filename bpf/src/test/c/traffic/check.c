// SPDX-License-Identifier: Apache-2.0
//
// No failure is passed over: traffic that is not what was asked for would make a test's truth wrong.

#include <err.h>
#include <stdio.h>

#include "traffic.h"

long check(long result, const char *call)
{
	if (result < 0)
		err(1, "%s", call);
	return result;
}

void flush_output(void)
{
	if (ferror(stdout) || fflush(stdout))
		err(1, "write to standard output");
}
