/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Writes one record a process: what the kernel's badness formula reads, and who it is.
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

static __always_inline int sum(const int *counters) {
  int total = 0;
  for (int cpu = 0; cpu < MOST_PROCESSORS; cpu++) {
    int own = 0;
    if (cpu >= processors) break;
    bpf_probe_read_kernel(&own, sizeof own, (const char *)counters + offsets[cpu]);
    total += own;
  }
  return total;
}

/* The index must be a literal: the loader moves the whole expression. */
#define READ_COUNTER(record, mm, which)                                                        \
  do {                                                                                         \
    struct mm_struct___percpu *of = (void *)(mm);                                              \
    (record)->counters[which] = BPF_CORE_READ(of, rss_stat[which].count);                      \
    if ((record)->facts & MEMTOP_SUMMED)                                                       \
      (record)->unsummed[which] = sum(BPF_CORE_READ(of, rss_stat[which].counters));            \
  } while (0)

static __always_inline void read_counters(struct memtop_task *record, struct mm_struct *mm) {
  if (bpf_core_field_exists(((struct mm_struct___atomic *)0)->rss_stat.count)) {
    struct mm_struct___atomic *of = (void *)mm;
    BPF_CORE_READ_INTO(&record->counters, of, rss_stat.count);
    record->facts |= MEMTOP_SUMMED;
    return;
  }
  if (!bpf_core_field_exists(((struct percpu_counter *)0)->counters)) {
    record->facts |= MEMTOP_SUMMED;
  } else if (processors > 0 && processors <= MOST_PROCESSORS) {
    if (!has_offsets) find_offsets();
    if (has_offsets) record->facts |= MEMTOP_SUMMED;
  }
  READ_COUNTER(record, mm, MEMTOP_FILE);
  READ_COUNTER(record, mm, MEMTOP_ANON);
  READ_COUNTER(record, mm, MEMTOP_SWAP);
  READ_COUNTER(record, mm, MEMTOP_SHMEM);
}

static __always_inline _Bool is_passed_over(struct mm_struct *mm) {
  unsigned long flags = 0;
  if (bpf_core_field_exists(((struct mm_struct___flags *)0)->flags)) {
    struct mm_struct___flags *of = (void *)mm;
    flags = BPF_CORE_READ(of, flags);
  } else if (bpf_core_field_exists(((struct mm_struct___bitmap *)0)->flags)) {
    struct mm_struct___bitmap *of = (void *)mm;
    flags = BPF_CORE_READ(of, flags.__mm_flags[0]);
  }
  return flags >> 21 & 1;
}

static __always_inline void read_memory(
    struct memtop_task *record, struct task_struct *task, struct mm_struct *mm) {
  record->facts |= MEMTOP_HAS_MEMORY;
  record->memory = (__u64)mm;
  record->page_tables = BPF_CORE_READ(mm, pgtables_bytes.counter);
  record->total_vm = BPF_CORE_READ(mm, total_vm);
  read_counters(record, mm);
  if (is_passed_over(mm)) record->facts |= MEMTOP_PASSED_OVER;
  if (BPF_CORE_READ(task, vfork_done) && BPF_CORE_READ(task, real_parent, mm) == mm)
    record->facts |= MEMTOP_IN_VFORK;
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

static __always_inline void read_numbers(struct memtop_task *record, struct task_struct *task) {
  struct task_struct *reader = (void *)bpf_get_current_task();
  struct pid *own = BPF_CORE_READ(reader, thread_pid);
  unsigned int level = BPF_CORE_READ(own, level) & 31;
  struct upid number = {};
  bpf_core_read(
      &number, sizeof number,
      (char *)own + bpf_core_field_offset(struct pid, numbers) + level * sizeof number);
  record->pid = number_in(task, level, number.ns);
  record->parent = number_in(BPF_CORE_READ(task, real_parent, group_leader), level, number.ns);
  record->start = BPF_CORE_READ(task, start_boottime);
  if (bpf_core_field_exists(((struct nsproxy *)0)->time_ns)) {
    struct time_namespace *time = BPF_CORE_READ(reader, nsproxy, time_ns);
    record->start += BPF_CORE_READ(time, offsets.boottime.tv_sec) * 1000000000ull +
        BPF_CORE_READ(time, offsets.boottime.tv_nsec);
  }
}

static __always_inline __u64 cgroup_of(struct task_struct *task) {
  struct css_set *set = BPF_CORE_READ(task, cgroups);
  if (bpf_core_enum_value_exists(enum cgroup_subsys_id, memory_cgrp_id)) {
    struct cgroup_subsys_state *memory = 0;
    bpf_core_read(
        &memory, sizeof memory,
        (char *)set + bpf_core_field_offset(struct css_set, subsys) +
            bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id) * sizeof memory);
    struct cgroup_root *root = BPF_CORE_READ(memory, cgroup, root);
    if (BPF_CORE_READ(root, hierarchy_id)) {
      /* PF_EXITING: on v1 a process that ends is shown in the root group. */
      return task->flags & 0x4 ? BPF_CORE_READ(root, cgrp.kn, id)
                               : BPF_CORE_READ(memory, cgroup, kn, id);
    }
  }
  return BPF_CORE_READ(set, dfl_cgrp, kn, id);
}

static __always_inline unsigned int state_of(struct task_struct *task) {
  if (bpf_core_field_exists(((struct task_struct___new *)0)->__state)) {
    struct task_struct___new *of = (void *)task;
    return BPF_CORE_READ(of, __state);
  }
  struct task_struct___old *of = (void *)task;
  return BPF_CORE_READ(of, state);
}

SEC("iter/task")
int memtop_tasks(struct bpf_iter__task *context) {
  struct task_struct *task = context->task;
  struct memtop_task record;
  if (!task || task->pid != task->tgid) return 0;
  __builtin_memset(&record, 0, sizeof record);

  struct signal_struct *signal = task->signal;
  struct task_struct *thread = task;
  struct mm_struct *mm = task->mm;
  record.flags = task->flags;
  record.threads = BPF_CORE_READ(signal, nr_threads);
  record.major_faults = BPF_CORE_READ(signal, maj_flt);
  /* PF_KTHREAD: a kernel thread only borrows a memory. */
  if (record.flags & 0x00200000) mm = 0;
  if (record.threads > 1) {
    thread = walk_threads(&record, signal);
    if (!mm && thread) {
      mm = BPF_CORE_READ(thread, mm);
      record.facts |= MEMTOP_BY_THREAD;
    } else {
      thread = task;
    }
  } else {
    record.major_faults += task->maj_flt;
  }
  if (mm) read_memory(&record, thread, mm);

  read_numbers(&record, task);
  record.cgroup = cgroup_of(task);
  record.user = BPF_CORE_READ(task, real_cred, euid.val);
  record.state = state_of(task);
  record.exit_state = task->exit_state;
  record.adj = BPF_CORE_READ(signal, oom_score_adj);
  record.adj_min = BPF_CORE_READ(signal, oom_score_adj_min);
  if (BPF_CORE_READ(signal, oom_flag_origin)) record.facts |= MEMTOP_ORIGIN;
  if (BPF_CORE_READ(signal, oom_mm)) record.facts |= MEMTOP_VICTIM;
  if (task->tgid == 1) record.facts |= MEMTOP_INIT;
  BPF_CORE_READ_STR_INTO(&record.comm, task, comm);
  bpf_seq_write(context->meta->seq, &record, sizeof record);
  return 0;
}
