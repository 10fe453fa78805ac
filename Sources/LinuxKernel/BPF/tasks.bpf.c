/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Writes one record a process: what the kernel's badness formula reads, and who it is.
 *
 * A pointer that the verifier can follow from the task is read as C reads it, a load where a helper's
 * call costs many times as much. Others are read through the helper (BPF_CORE_READ).
 *
 * The kernel's structures are described here as far as they are read. The loader moves each field to
 * where the running kernel has it (CO-RE), and a name with ___ stands for one of several layouts. */
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "memtop_task.h"

#define KERNEL __attribute__((preserve_access_index))

/* More processors than these are not summed up. */
#define MOST_PROCESSORS 1024
/* More threads than these are not walked: the verifier walks them all when the program is loaded. */
#define MOST_THREADS 16

typedef struct {
  long counter;
} KERNEL atomic_long_t;

typedef struct {
  unsigned int val;
} KERNEL kuid_t;

struct list_head {
  struct list_head *next;
} KERNEL;

struct percpu_counter {
  long long count;
  int *counters;
} KERNEL;

struct mm_struct {
  atomic_long_t pgtables_bytes;
  unsigned long total_vm;
} KERNEL;

/* 6.2 and later. */
struct mm_struct___percpu {
  struct percpu_counter rss_stat[MEMTOP_COUNTERS];
} KERNEL;

/* Up to 6.1. */
struct mm_rss_stat {
  atomic_long_t count[MEMTOP_COUNTERS];
} KERNEL;
struct mm_struct___atomic {
  struct mm_rss_stat rss_stat;
} KERNEL;

/* Up to 6.17. */
struct mm_struct___flags {
  unsigned long flags;
} KERNEL;

/* 6.18 and later. */
typedef struct {
  unsigned long __mm_flags[1];
} KERNEL mm_flags_t;
struct mm_struct___bitmap {
  mm_flags_t flags;
} KERNEL;

struct signal_struct {
  short oom_score_adj, oom_score_adj_min;
  _Bool oom_flag_origin;
  struct mm_struct *oom_mm;
  int nr_threads;
  unsigned long maj_flt;
  struct list_head thread_head;
} KERNEL;

struct cred {
  kuid_t euid;
} KERNEL;

struct upid {
  int nr;
  struct pid_namespace *ns;
} KERNEL;

struct pid {
  unsigned int level;
  struct upid numbers[1];
} KERNEL;

struct kernfs_node {
  unsigned long long id;
} KERNEL;

struct cgroup {
  struct kernfs_node *kn;
  struct cgroup_root *root;
} KERNEL;

struct cgroup_root {
  struct cgroup cgrp;
  int hierarchy_id;
} KERNEL;

struct cgroup_subsys_state {
  struct cgroup *cgroup;
} KERNEL;

struct css_set {
  struct cgroup_subsys_state *subsys[1];
  struct cgroup *dfl_cgrp;
} KERNEL;

enum cgroup_subsys_id { memory_cgrp_id = 4 };

struct timespec64 {
  long long tv_sec;
  long tv_nsec;
} KERNEL;

struct timens_offsets {
  struct timespec64 boottime;
} KERNEL;

struct time_namespace {
  struct timens_offsets offsets;
} KERNEL;

struct nsproxy {
  struct time_namespace *time_ns;
} KERNEL;

struct task_struct {
  int pid, tgid;
  unsigned int flags;
  int exit_state;
  struct task_struct *real_parent, *group_leader;
  struct mm_struct *mm;
  struct signal_struct *signal;
  const struct cred *real_cred;
  struct pid *thread_pid;
  struct completion *vfork_done;
  struct css_set *cgroups;
  struct nsproxy *nsproxy;
  struct list_head thread_node;
  unsigned long maj_flt;
  unsigned long long start_boottime;
  char comm[16];
} KERNEL;

/* 5.14 and later; a long without the underscores before. */
struct task_struct___new {
  unsigned int __state;
} KERNEL;
struct task_struct___old {
  long state;
} KERNEL;

struct bpf_array {
  void *pptrs[1];
} KERNEL;

struct seq_file;

struct bpf_iter_meta {
  struct seq_file *seq;
} KERNEL;

struct bpf_iter__task {
  struct bpf_iter_meta *meta;
  struct task_struct *task;
} KERNEL;

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Processors there can be; 0 leaves the counters as they are. */
const volatile int processors = 0;

static __u64 offsets[MOST_PROCESSORS];
static _Bool has_offsets;

/* Who reads: its PID namespace, and what its time namespace adds to the time since boot. */
static struct task_struct *reader;
static unsigned int reader_level;
static struct pid_namespace *reader_pids;
static __u64 reader_boottime;

/* Its only purpose is to tell where the processors keep their own copies of things. */
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} probe SEC(".maps");

/* Finds how far each processor's copy lies from the address the kernel keeps: the map's value is
 * known by both. No symbol of the kernel is needed for it. */
static __always_inline void find_offsets(void) {
  void *map = &probe;
  __u64 address = 0, base = 0;
  __u32 key = 0;
  bpf_probe_read_kernel(&address, sizeof address, &map);
  address += bpf_core_field_offset(struct bpf_array, pptrs);
  if (bpf_probe_read_kernel(&base, sizeof base, (void *)address) || !base) return;
  for (int cpu = 0; cpu < MOST_PROCESSORS; cpu++) {
    if (cpu >= processors) break;
    void *copy = bpf_map_lookup_percpu_elem(&probe, &key, cpu);
    __u64 place = 0;
    if (!copy) return;
    bpf_probe_read_kernel(&place, sizeof place, &copy);
    offsets[cpu] = place - base;
  }
  has_offsets = 1;
}

/* A member of a structure that the verifier knows, or of one that only the helper can read. */
#define GET(is_known, from, member) \
  ((is_known) ? (from)->member : BPF_CORE_READ(from, member))

/* The index must be a literal: the loader moves the whole expression. */
#define GET_COUNTER(is_known, record, places, of, which)                       \
  do {                                                                         \
    (record)->counters[which] = GET(is_known, of, rss_stat[which].count);      \
    (places)[which] = (const char *)GET(is_known, of, rss_stat[which].counters); \
  } while (0)

/* From 6.6 on the counters of a memory lie side by side: one call reads them. */
static __always_inline _Bool are_neighbours(const char *const *places) {
  return places[1] - places[0] == 4 && places[2] - places[1] == 4 && places[3] - places[2] == 4;
}

/* What each processor keeps to itself. */
static __always_inline void sum(struct memtop_task *record, const char *const *places) {
  _Bool neighbours = are_neighbours(places);
  for (int cpu = 0; cpu < MOST_PROCESSORS; cpu++) {
    int own[MEMTOP_COUNTERS] = {};
    if (cpu >= processors) break;
    if (neighbours) {
      bpf_probe_read_kernel(own, sizeof own, places[0] + offsets[cpu]);
    } else {
      for (int which = 0; which < MEMTOP_COUNTERS; which++)
        bpf_probe_read_kernel(own + which, sizeof *own, places[which] + offsets[cpu]);
    }
    for (int which = 0; which < MEMTOP_COUNTERS; which++) record->unsummed[which] += own[which];
  }
}

static __always_inline void read_counters(
    struct memtop_task *record, struct mm_struct *mm, const _Bool is_known) {
  if (bpf_core_field_exists(((struct mm_struct___atomic *)0)->rss_stat.count)) {
    /* The verifier of these kernels does not follow an array of a typedef. */
    struct mm_struct___atomic *of = (void *)mm;
    BPF_CORE_READ_INTO(&record->counters, of, rss_stat.count);
    record->facts |= MEMTOP_SUMMED;
    return;
  }
  struct mm_struct___percpu *of = (void *)mm;
  const char *places[MEMTOP_COUNTERS];
  GET_COUNTER(is_known, record, places, of, MEMTOP_FILE);
  GET_COUNTER(is_known, record, places, of, MEMTOP_ANON);
  GET_COUNTER(is_known, record, places, of, MEMTOP_SWAP);
  GET_COUNTER(is_known, record, places, of, MEMTOP_SHMEM);
  if (!bpf_core_field_exists(((struct percpu_counter *)0)->counters)) {
    record->facts |= MEMTOP_SUMMED;
  } else if (processors > 0 && processors <= MOST_PROCESSORS) {
    if (!has_offsets) find_offsets();
    if (!has_offsets) return;
    record->facts |= MEMTOP_SUMMED;
    sum(record, places);
  }
}

static __always_inline _Bool is_passed_over(struct mm_struct *mm, const _Bool is_known) {
  unsigned long flags = 0;
  if (bpf_core_field_exists(((struct mm_struct___flags *)0)->flags)) {
    struct mm_struct___flags *of = (void *)mm;
    flags = GET(is_known, of, flags);
  } else if (bpf_core_field_exists(((struct mm_struct___bitmap *)0)->flags)) {
    struct mm_struct___bitmap *of = (void *)mm;
    flags = GET(is_known, of, flags.__mm_flags[0]);
  }
  return flags >> 21 & 1;
}

static __always_inline void read_memory(
    struct memtop_task *record, struct task_struct *task, struct mm_struct *mm,
    const _Bool is_known) {
  record->facts |= MEMTOP_HAS_MEMORY;
  record->memory = (__u64)mm;
  record->page_tables = GET(is_known, mm, pgtables_bytes.counter);
  record->total_vm = GET(is_known, mm, total_vm);
  read_counters(record, mm, is_known);
  if (is_passed_over(mm, is_known)) record->facts |= MEMTOP_PASSED_OVER;
  if (GET(is_known, task, vfork_done) && BPF_CORE_READ(task, real_parent, mm) == mm)
    record->facts |= MEMTOP_IN_VFORK;
}

/* A memory that was let go meanwhile may have been freed, and another's by the time it was read. */
static __always_inline void check_memory(
    struct memtop_task *record, struct task_struct *owner, struct mm_struct *mm) {
  if (mm && BPF_CORE_READ(owner, mm) == mm) return;
  record->facts &= ~(
      MEMTOP_HAS_MEMORY | MEMTOP_BY_THREAD | MEMTOP_SUMMED | MEMTOP_PASSED_OVER |
      MEMTOP_IN_VFORK);
  record->facts |= MEMTOP_MEMORY_CHANGED;
  record->memory = 0;
  record->page_tables = 0;
  record->total_vm = 0;
  __builtin_memset(record->counters, 0, sizeof record->counters);
  __builtin_memset(record->unsummed, 0, sizeof record->unsummed);
}

/* Adds up the threads' faults; tells the first that has a memory. */
static __always_inline struct task_struct *walk_threads(
    struct memtop_task *record, struct signal_struct *signal) {
  char *head = (char *)signal + bpf_core_field_offset(struct signal_struct, thread_head);
  char *at = (char *)BPF_CORE_READ(signal, thread_head.next);
  struct task_struct *first = 0;
  for (int count = 0; count < MOST_THREADS; count++) {
    if (at == head) return first;
    struct task_struct *thread =
        (void *)(at - bpf_core_field_offset(struct task_struct, thread_node));
    record->major_faults += BPF_CORE_READ(thread, maj_flt);
    if (!first && BPF_CORE_READ(thread, mm)) first = thread;
    at = (char *)BPF_CORE_READ(thread, thread_node.next);
  }
  record->facts |= MEMTOP_MORE_THREADS;
  return first;
}

/* A task's number in a namespace; 0 where it has none there. */
static __always_inline int number_in(
    struct task_struct *task, unsigned int level, struct pid_namespace *ns) {
  struct pid *pid = BPF_CORE_READ(task, thread_pid);
  struct upid number = {};
  if (!pid || BPF_CORE_READ(pid, level) < level) return 0;
  bpf_core_read(
      &number, sizeof number,
      (char *)pid + bpf_core_field_offset(struct pid, numbers) + level * sizeof number);
  return number.ns == ns ? number.nr : 0;
}

static __always_inline void know_reader(void) {
  struct task_struct *current = (void *)bpf_get_current_task();
  struct upid number = {};
  if (reader == current) return;
  struct pid *own = BPF_CORE_READ(current, thread_pid);
  reader_level = BPF_CORE_READ(own, level) & 31;
  bpf_core_read(
      &number, sizeof number,
      (char *)own + bpf_core_field_offset(struct pid, numbers) + reader_level * sizeof number);
  reader_pids = number.ns;
  if (bpf_core_field_exists(((struct nsproxy *)0)->time_ns)) {
    struct time_namespace *time = BPF_CORE_READ(current, nsproxy, time_ns);
    reader_boottime = BPF_CORE_READ(time, offsets.boottime.tv_sec) * 1000000000ull +
        BPF_CORE_READ(time, offsets.boottime.tv_nsec);
  }
  reader = current;
}

static __always_inline void read_numbers(struct memtop_task *record, struct task_struct *task) {
  know_reader();
  struct task_struct *parent = task->real_parent;
  record->start = task->start_boottime + reader_boottime;
  /* In the first namespace the kernel's own numbers are meant. */
  if (!reader_level) {
    record->pid = task->tgid;
    record->parent = parent->tgid;
    return;
  }
  record->pid = number_in(task, reader_level, reader_pids);
  record->parent = number_in(parent->group_leader, reader_level, reader_pids);
}

static __always_inline __u64 cgroup_of(struct task_struct *task) {
  struct css_set *set = task->cgroups;
  if (bpf_core_enum_value_exists(enum cgroup_subsys_id, memory_cgrp_id)) {
    struct cgroup_subsys_state *memory = 0;
    bpf_core_read(
        &memory, sizeof memory,
        (char *)set + bpf_core_field_offset(struct css_set, subsys) +
            bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id) * sizeof memory);
    struct cgroup *group = BPF_CORE_READ(memory, cgroup);
    struct cgroup_root *root = BPF_CORE_READ(group, root);
    if (BPF_CORE_READ(root, hierarchy_id)) {
      /* PF_EXITING: on v1 a process that ends is shown in the root group. */
      return task->flags & 0x4 ? BPF_CORE_READ(root, cgrp.kn, id) : BPF_CORE_READ(group, kn, id);
    }
  }
  return set->dfl_cgrp->kn->id;
}

static __always_inline unsigned int state_of(struct task_struct *task) {
  if (bpf_core_field_exists(((struct task_struct___new *)0)->__state)) {
    struct task_struct___new *of = (void *)task;
    return of->__state;
  }
  struct task_struct___old *of = (void *)task;
  return of->state;
}

SEC("iter/task")
int memtop_tasks(struct bpf_iter__task *context) {
  struct task_struct *task = context->task;
  struct memtop_task record;
  if (!task || task->pid != task->tgid) return 0;
  __builtin_memset(&record, 0, sizeof record);

  struct signal_struct *signal = task->signal;
  struct mm_struct *mm = task->mm;
  struct task_struct *thread = 0;
  record.flags = task->flags;
  record.threads = signal->nr_threads;
  record.major_faults = signal->maj_flt;
  if (record.threads > 1) {
    thread = walk_threads(&record, signal);
  } else {
    record.major_faults += task->maj_flt;
  }
  /* PF_KTHREAD: a kernel thread only borrows a memory. */
  if (mm && !(record.flags & 0x00200000)) {
    read_memory(&record, task, mm, 1);
    check_memory(&record, task, mm);
  } else if (thread) {
    mm = BPF_CORE_READ(thread, mm);
    record.facts |= MEMTOP_BY_THREAD;
    read_memory(&record, thread, mm, 0);
    check_memory(&record, thread, mm);
  }

  read_numbers(&record, task);
  record.cgroup = cgroup_of(task);
  record.user = task->real_cred->euid.val;
  record.state = state_of(task);
  record.exit_state = task->exit_state;
  record.adj = signal->oom_score_adj;
  record.adj_min = signal->oom_score_adj_min;
  if (signal->oom_flag_origin) record.facts |= MEMTOP_ORIGIN;
  struct mm_struct *taken = signal->oom_mm;
  if (taken && !is_passed_over(taken, 1)) record.facts |= MEMTOP_VICTIM;
  if (task->tgid == 1) record.facts |= MEMTOP_INIT;
  BPF_CORE_READ_STR_INTO(&record.comm, task, comm);
  bpf_seq_write(context->meta->seq, &record, sizeof record);
  return 0;
}
