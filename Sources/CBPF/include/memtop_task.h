/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What the BPF program writes and memtop reads: one record a process. */
#ifndef MEMTOP_TASK_H
#define MEMTOP_TASK_H

#include <linux/types.h>

/* The kernel's counters, by its own numbers. */
enum memtop_counter { MEMTOP_FILE, MEMTOP_ANON, MEMTOP_SWAP, MEMTOP_SHMEM, MEMTOP_COUNTERS };

enum memtop_fact {
  /* There is a memory: the sizes mean something. */
  MEMTOP_HAS_MEMORY = 1 << 0,
  /* The first thread has ended; the memory is that of one that lives. */
  MEMTOP_BY_THREAD = 1 << 1,
  /* `unsummed` holds what the processors keep to themselves. */
  MEMTOP_SUMMED = 1 << 2,
  /* MMF_OOM_SKIP: the killer took this memory already, or must not. */
  MEMTOP_PASSED_OVER = 1 << 3,
  /* Runs in its parent's memory, which waits for it. */
  MEMTOP_IN_VFORK = 1 << 4,
  /* oom_flag_origin: chosen before all others. */
  MEMTOP_ORIGIN = 1 << 5,
  /* It was chosen, and its memory (oom_mm) is not gone yet. */
  MEMTOP_VICTIM = 1 << 6,
  /* Pid 1 of the first PID namespace. */
  MEMTOP_INIT = 1 << 7,
  /* There are more threads than were walked: `major_faults` lacks theirs. */
  MEMTOP_MORE_THREADS = 1 << 8,
  /* The memory was let go or replaced while it was read: nothing is told of it. */
  MEMTOP_MEMORY_CHANGED = 1 << 9,
};

struct memtop_task {
  /* Nanoseconds after boot, as the reader's time namespace counts them. */
  __u64 start;
  __u64 major_faults;
  /* Which memory: equal for all who live in it. */
  __u64 memory;
  /* Inode of the cgroup's directory: the memory controller's on v1, else the unified hierarchy's. */
  __u64 cgroup;
  /* Bytes. */
  __s64 page_tables;
  /* Pages. */
  __u64 total_vm;
  /* Pages, as the killer of 6.2 to 6.19 reads them. */
  __s64 counters[MEMTOP_COUNTERS];
  /* Pages that belong to `counters` and that each processor keeps to itself. */
  __s32 unsummed[MEMTOP_COUNTERS];
  /* Both in the reader's PID namespace; 0 for a parent outside it. */
  __s32 pid;
  __s32 parent;
  __u32 user;
  __s32 threads;
  __u32 flags;
  __u32 state;
  __u32 exit_state;
  __u16 facts;
  __s16 adj;
  __s16 adj_min;
  char comm[16];
};

#endif
