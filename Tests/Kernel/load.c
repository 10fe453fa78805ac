#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

enum { threads = 8, threadPages = 64, stackBytes = 65536 };

void fail(const char *what) {
  fprintf(stderr, "stage: %s: %s\n", what, strerror(errno));
  _exit(1);
}

void writeFile(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, text, strlen(text)) < 0) fail(path);
  close(fd);
}

static void touch(char *start, size_t bytes) {
  for (size_t at = 0; at < bytes; at += pageBytes) start[at] = (char)(at / pageBytes % 251 + 1);
}

static void look(volatile const char *start, size_t bytes, size_t step) {
  for (size_t at = 0; at < bytes; at += step) (void)start[at];
}

// Huge pages would make sizes jump by 512 pages at once.
static char *map(size_t bytes, int flags, int fd) {
  char *start = mmap(NULL, bytes, fd < 0 ? PROT_READ | PROT_WRITE : PROT_READ,
                     flags | MAP_NORESERVE, fd, 0);
  if (start == MAP_FAILED) fail("mmap");
  madvise(start, bytes, MADV_NOHUGEPAGE);
  return start;
}

static char *anonymous(size_t bytes) {
  char *start = map(bytes, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  touch(start, bytes);
  return start;
}

static void *aThread(void *unused) {
  (void)unused;
  anonymous(threadPages * pageBytes);
  for (;;) pause();
  return NULL;
}

static void startThreads(void) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stackBytes);
  for (int i = 1; i < threads; i++) {
    pthread_t thread;
    if (pthread_create(&thread, &attributes, aThread, NULL) != 0) fail("pthread_create");
  }
}

// Outlives its parent: only the killer is to end it.
static int waitForEnd(void *unused) {
  (void)unused;
  for (;;) pause();
  return 0;
}

static void report(int ready, pid_t pid) {
  if (write(ready, &pid, sizeof pid) != sizeof pid) fail("ready");
}

// As the task's own policy, which the killer asks; one of a mapping it does not.
static void bindTo(const char *node) {
  unsigned long nodes = 1UL << atoi(node);
  enum { MPOL_BIND = 2 };
  if (syscall(SYS_set_mempolicy, MPOL_BIND, &nodes, sizeof nodes * 8) < 0) fail("set_mempolicy");
}

static long long number(const char *group, const char *name) {
  char path[300];
  snprintf(path, sizeof path, "%s/%s", group, name);
  FILE *file = fopen(path, "re");
  long long found;
  if (!file || fscanf(file, "%lld", &found) != 1) fail(path);
  fclose(file);
  return found;
}

// Lets the kernel drop what is both in memory and in swap (v2): only the rest must be read from the disk.
static void dropCopies(const char *group) {
  char path[300], text[32];
  snprintf(path, sizeof path, "%s/memory.high", group);
  long long copies = number(group, "memory.swap.current");
  snprintf(text, sizeof text, "%lld", number(group, "memory.current") - copies);
  writeFile(path, text);
  writeFile(path, "max");
}

// Turns the first swap area off, which lasts as long as there is something in it.
static void turnSwapOff(void) {
  char area[256];
  FILE *file = fopen("/proc/swaps", "re");
  if (!file || fscanf(file, "%*[^\n] %255s", area) != 1) fail("/proc/swaps");
  fclose(file);
  if (swapoff(area) < 0) fail("swapoff");
}

struct rest { int ready; size_t bytes; pid_t pid; };

static void *outlive(void *of) {
  struct rest rest = *(struct rest *)of;
  anonymous(rest.bytes);
  report(rest.ready, rest.pid);
  for (;;) pause();
  return NULL;
}

// The first thread ends and leaves its memory to another, which reports for the process.
static void endFirstThread(int ready, size_t bytes) {
  static struct rest rest;
  pthread_t thread;
  rest = (struct rest){ready, bytes, getpid()};
  if (pthread_create(&thread, NULL, outlive, &rest) != 0) fail("pthread_create");
  syscall(SYS_exit, 0);
}

static void readThrough(const char *file, size_t bytes) {
  static char buffer[1 << 16];
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail(file);
  for (size_t at = 0; at < bytes; at += sizeof buffer)
    if (read(fd, buffer, sizeof buffer) < 0) fail(file);
  close(fd);
}

// What a kind does with its memory; kinds with a child report it.
static void take(const struct worker *w, const char *file, int ready) {
  size_t bytes = (size_t)w->kib * 1024;
  const char *kind = w->kind;
  if (!strcmp(kind, "shmem")) {
    touch(map(bytes, MAP_SHARED | MAP_ANONYMOUS, -1), bytes);
  } else if (!strcmp(kind, "file")) {
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) fail(file);
    char *start = map(bytes, MAP_SHARED, fd);
    // Unlocked, it would be dropped before anyone is killed.
    if (mlock(start, bytes) < 0) fail("mlock");
    look(start, bytes, pageBytes);
  } else if (!strcmp(kind, "cache")) {
    readThrough(file, bytes);
  } else if (!strcmp(kind, "swapoff")) {
    anonymous(bytes);
    dropCopies(w->group);
    report(ready, getpid());
    turnSwapOff();
    for (;;) pause();
  } else if (!strncmp(kind, "bind", 4)) {
    bindTo(kind + 4);
    anonymous(bytes);
  } else if (!strcmp(kind, "headless")) {
    endFirstThread(ready, bytes);
  } else if (!strcmp(kind, "tables")) {
    // One read of the zero page in each 2 MiB costs one page table and no memory.
    size_t span = bytes / pageBytes * (2UL << 20);
    look(map(span, MAP_PRIVATE | MAP_ANONYMOUS, -1), span, 2UL << 20);
  } else {
    char *start = anonymous(bytes);
    if (!strcmp(kind, "swapped"))
      for (int i = 0; i < 3; i++) madvise(start, bytes, MADV_PAGEOUT);
    else if (!strcmp(kind, "threads"))
      startThreads();
    else if (!strcmp(kind, "shared"))
      report(ready, clone(waitForEnd, anonymous(stackBytes) + stackBytes, CLONE_VM | SIGCHLD, NULL));
    else if (!strcmp(kind, "forked")) {
      pid_t child = fork();
      if (child == 0) waitForEnd(NULL);
      report(ready, child);
    } else if (!strcmp(kind, "vforked")) {
      // The parent stands still from here on.
      if (vfork() == 0) {
        report(ready, getpid());
        report(ready, getppid());
        waitForEnd(NULL);
      }
    } else if (strcmp(kind, "anon")) {
      errno = EINVAL;
      fail(kind);
    }
  }
}

static void become(const char *name, int adj, const char *group) {
  char text[300], path[300];
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, name);
  if (*group != '-') {
    snprintf(path, sizeof path, "%s/cgroup.procs", group);
    snprintf(text, sizeof text, "%d", getpid());
    writeFile(path, text);
  }
  snprintf(text, sizeof text, "%d", adj);
  writeFile("/proc/self/oom_score_adj", text);
}

void startWorker(struct worker *w, const char *file) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) fail("pipe");
  pid_t pid = fork();
  if (pid < 0) fail("fork");
  if (pid == 0) {
    close(ends[0]);
    become(w->name, w->adj, w->group);
    take(w, file, ends[1]);
    report(ends[1], getpid());
    for (;;) pause();
  }
  close(ends[1]);
  // Its own pid comes last: then the memory is there.
  pid_t told = 0;
  w->pids[0] = pid;
  while (told != pid) {
    if (read(ends[0], &told, sizeof told) != sizeof told) fail(w->name);
    if (told != pid) w->pids[1] = told;
  }
  close(ends[0]);
}

// Memory of the group that is in nobody's size: written to a file in memory that is not mapped.
static void growFile(int fd, unsigned pages) {
  static const char page[pageBytes] = {1};
  for (unsigned i = 0; i < pages; i++)
    if (write(fd, page, sizeof page) < 0 && errno != ENOMEM) fail("memfd");
}

// Takes room away in place of filling it: writes a smaller limit of the group.
static void lowerLimit(const char *group, unsigned pages) {
  char path[300], text[32];
  long long limit = number(group, "memory.max");
  snprintf(path, sizeof path, "%s/memory.max", group);
  snprintf(text, sizeof text, "%lld", limit - (long long)pages * pageBytes);
  writeFile(path, text);
}

void startHog(struct hog *h, const char *name) {
  int commands[2], answers[2];
  if (pipe2(commands, O_CLOEXEC) < 0 || pipe2(answers, O_CLOEXEC) < 0) fail("pipe");
  h->pid = fork();
  if (h->pid < 0) fail("fork");
  if (h->pid == 0) {
    close(commands[1]);
    close(answers[0]);
    int lowers = !strcmp(h->kind, "lower");
    become(name, h->adj, lowers ? "-" : h->group);
    if (!strncmp(h->kind, "bind", 4)) bindTo(h->kind + 4);
    int fd = strcmp(h->kind, "memfd") ? -1 : memfd_create("hog", MFD_CLOEXEC);
    char *next = fd < 0 ? map(1UL << 40, MAP_PRIVATE | MAP_ANONYMOUS, -1) : NULL, done = 1;
    unsigned pages;
    while (read(commands[0], &pages, sizeof pages) == sizeof pages) {
      if (lowers) lowerLimit(h->group, pages);
      else if (fd >= 0) growFile(fd, pages);
      else touch(next, (size_t)pages * pageBytes), next += (size_t)pages * pageBytes;
      if (write(answers[1], &done, 1) != 1) break;
    }
    _exit(0);
  }
  close(commands[0]);
  close(answers[1]);
  h->command = commands[1];
  h->answer = answers[0];
}

void growHog(struct hog *h, unsigned pages) {
  if (write(h->command, &pages, sizeof pages) < 0 && errno != EPIPE) fail("hog");
}
