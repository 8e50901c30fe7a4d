/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What the recorder tells of the recording: its clocks, what was lost, how a cycle ended. Part of session_event.h. */
#ifndef TCPLIFE_ACCOUNT_RECORDS_H
#define TCPLIFE_ACCOUNT_RECORDS_H
#include "record_header.h"

/* How CLOCK_BOOTTIME and CLOCK_REALTIME stood to each other, and where the host's clocks say they are. */
struct rec_clock {
	struct rec_header header;
	rec_u64 time;		  /* ns, CLOCK_BOOTTIME */
	rec_u64 realtime;	  /* ns since 1970-01-01T00:00Z, at the same moment */
	rec_u32 uncertainty;	  /* ns that reading the pair took */
	rec_u32 utc_offset;	  /* s east of UTC, two's complement */
	char zone[REC_ZONE_SIZE]; /* IANA name, NUL-padded; empty where the host names none */
};

enum loss_cause {
	LOSS_RING_FULL = 1, /* the ring had no room: the recorder drained too slowly */
	LOSS_SKIPPED = 2,   /* the kernel did not run the program: it was running on that CPU already */
	LOSS_NO_SPACE = 3,  /* the disk was full, or the capture as large as it may be */
	LOSS_IO_ERROR = 4,  /* the disk failed, or could not be written any more */
};

struct rec_loss {
	struct rec_header header;
	rec_u64 since; /* ns, CLOCK_BOOTTIME: the events were lost after this */
	rec_u64 until; /* ns, CLOCK_BOOTTIME: and before this */
	rec_u64 count; /* events lost in that time */
	rec_u32 cause; /* enum loss_cause */
	rec_u32 cpu;   /* where, or REC_NO_CPU */
};

/* Followed by `cpus` times struct rec_end_cpu. */
struct rec_end {
	struct rec_header header;
	rec_u64 time;	 /* ns, CLOCK_BOOTTIME */
	rec_u64 skipped; /* runs skipped by the kernel and not caught, since the recording began */
	rec_u32 reason;	 /* enum end_reason */
	rec_u32 cpus;
};

enum end_reason {
	END_STOPPED = 1, /* the recording ended */
	END_CYCLE = 2,	 /* the next cycle goes on */
};

/* Since the recording began: made = kept + lost. */
struct rec_end_cpu {
	rec_u64 made; /* sequence numbers taken */
	rec_u64 lost; /* of those, with no room in the ring, or given up: the disk had none */
};

#endif
