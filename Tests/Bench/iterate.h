/* What the task iterator tells of one process: all that the killer's choice is made of. */
struct task_record {
  unsigned pid, parent, user, flags;
  long long rss[4]; /* MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES. Unit: pages. */
  long long page_tables; /* Unit: bytes. */
  unsigned long long total_vm, start;
  int threads;
  short adj, adj_floor;
  char comm[16];
};
