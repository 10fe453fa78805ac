// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* The floor of a BPF source: one record for each process, with the kernel's approximate counters. */
#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "iterate.h"

#define KERNELS __attribute__((preserve_access_index))

typedef struct { long counter; } KERNELS atomic_long_t;
typedef struct { unsigned val; } KERNELS kuid_t;
struct percpu_counter { long long count; } KERNELS;
struct mm_struct {
  struct percpu_counter rss_stat[4];
  atomic_long_t pgtables_bytes;
  unsigned long total_vm;
} KERNELS;
/* Kernels before 6.2 have another shape here; CO-RE finds out which. */
struct mm_rss_stat___old { atomic_long_t count[4]; } KERNELS;
struct mm_struct___old { struct mm_rss_stat___old rss_stat; } KERNELS;
struct signal_struct {
  short oom_score_adj, oom_score_adj_min;
  int nr_threads;
} KERNELS;
struct cred { kuid_t euid; } KERNELS;
struct task_struct {
  int pid, tgid;
  unsigned flags;
  struct task_struct *real_parent;
  struct mm_struct *mm;
  struct signal_struct *signal;
  const struct cred *cred;
  unsigned long long start_boottime;
  char comm[16];
} KERNELS;
struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; } KERNELS;
struct bpf_iter__task { struct bpf_iter_meta *meta; struct task_struct *task; } KERNELS;

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* The index must be a literal: CO-RE relocates the access as a whole. */
#define COUNTER(mm, index) \
  (bpf_core_field_exists(((struct mm_struct___old *)mm)->rss_stat.count) \
     ? BPF_CORE_READ((struct mm_struct___old *)mm, rss_stat.count[index].counter) \
     : BPF_CORE_READ(mm, rss_stat[index].count))

SEC("iter/task")
int iterate(struct bpf_iter__task *context) {
  struct task_struct *task = context->task;
  if (!task || task->pid != task->tgid) return 0;
  struct task_record record;
  __builtin_memset(&record, 0, sizeof record);
  record.pid = task->tgid;
  record.parent = BPF_CORE_READ(task, real_parent, tgid);
  record.user = BPF_CORE_READ(task, cred, euid.val);
  record.flags = task->flags;
  record.start = task->start_boottime;
  record.threads = BPF_CORE_READ(task, signal, nr_threads);
  record.adj = BPF_CORE_READ(task, signal, oom_score_adj);
  record.adj_floor = BPF_CORE_READ(task, signal, oom_score_adj_min);
  bpf_probe_read_kernel(record.comm, sizeof record.comm, task->comm);
  struct mm_struct *mm = task->mm;
  if (mm) {
    record.rss[0] = COUNTER(mm, 0);
    record.rss[1] = COUNTER(mm, 1);
    record.rss[2] = COUNTER(mm, 2);
    record.rss[3] = COUNTER(mm, 3);
    record.page_tables = BPF_CORE_READ(mm, pgtables_bytes.counter);
    record.total_vm = BPF_CORE_READ(mm, total_vm);
  }
  bpf_seq_write(context->meta->seq, &record, sizeof record);
  return 0;
}
