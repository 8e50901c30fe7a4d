/* SPDX-License-Identifier: Apache-2.0 */
/* Included before a source of the bridge: what it allocates is a byte too short, a bug for AddressSanitizer to find. */
#define _GNU_SOURCE /* as the sources have it */
#include <stdlib.h>

#define malloc(size) malloc((size) - 1)
