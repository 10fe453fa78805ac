#define _GNU_SOURCE
#include "record.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "load.h"

enum { snapshotBytes = 2 << 20, keptBytes = 8 << 20, maxFiles = 64, maxGroups = 8 };

struct text {
  char *bytes;
  size_t used, size;
};
static struct text newest, before, kept;
static char files[maxFiles][256], groups[maxGroups][256];
static char more[64];
static int fileCount, groupCount;

static struct text room(size_t size) {
  char *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED) fail("mmap");
  // A child would count these pages as its own.
  if (madvise(bytes, size, MADV_DONTFORK) < 0) fail("madvise");
  memset(bytes, 1, size);
  return (struct text){bytes, 0, size};
}

void prepareRecord(void) {
  newest = room(snapshotBytes);
  before = room(snapshotBytes);
  kept = room(keptBytes);
  if (mlockall(MCL_CURRENT) < 0) perror("stage: mlockall");
}

void recordAlso(const char *path) {
  if (fileCount < maxFiles) snprintf(files[fileCount++], sizeof files[0], "%s", path);
}

void recordMembersOf(const char *group) {
  if (groupCount < maxGroups) snprintf(groups[groupCount++], sizeof groups[0], "%s", group);
}

void recordOfEach(const char *name) { snprintf(more, sizeof more, "%s", name); }

static void put(struct text *to, const char *bytes, size_t count) {
  if (to->used + count >= to->size) fail("the record is full");
  memcpy(to->bytes + to->used, bytes, count);
  to->used += count;
}

// A file as `file PATH SIZE`, a line end, its bytes and a line end.
static void addFile(const char *path) {
  static char content[1 << 18];
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  size_t count = 0;
  ssize_t got;
  while (count < sizeof content && (got = read(fd, content + count, sizeof content - count)) > 0)
    count += (size_t)got;
  close(fd);
  char head[400];
  put(&newest, head, (size_t)snprintf(head, sizeof head, "file %s %zu\n", path, count));
  put(&newest, content, count);
  put(&newest, "\n", 1);
}

// The files of the threads of a process whose first one has ended: its own tell no sizes.
static void addThreads(const char *pid) {
  static const char *const names[] = {"stat", "status", "cgroup"};
  char path[600];
  snprintf(path, sizeof path, "/proc/%s/task", pid);
  DIR *task = opendir(path);
  if (!task) return;
  for (struct dirent *entry; (entry = readdir(task));) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
      snprintf(path, sizeof path, "/proc/%s/task/%s/%s", pid, entry->d_name, names[i]);
      addFile(path);
    }
  }
  closedir(task);
}

static void addProcess(const char *pid) {
  static const char *const names[] = {"statm", "status", "oom_score", "oom_score_adj", "cgroup"};
  char path[300];
  unsigned flags = 0;
  snprintf(path, sizeof path, "/proc/%s/stat", pid);
  size_t start = newest.used;
  addFile(path);
  newest.bytes[newest.used] = 0;
  char state = 0;
  const char *name = memchr(newest.bytes + start, ')', newest.used - start);
  if (name) sscanf(name, ") %c %*d %*d %*d %*d %*d %u", &state, &flags);
  // Of a kernel thread no more is needed than that it is one.
  if (flags & 0x00200000) return;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    snprintf(path, sizeof path, "/proc/%s/%s", pid, names[i]);
    addFile(path);
  }
  if (*more) {
    snprintf(path, sizeof path, "/proc/%s/%s", pid, more);
    addFile(path);
  }
  if (state == 'Z') addThreads(pid);
}

static void addMembers(const char *group) {
  char path[300], pid[32];
  snprintf(path, sizeof path, "%s/cgroup.procs", group);
  FILE *list = fopen(path, "re");
  if (!list) return;
  while (fscanf(list, "%31s", pid) == 1) addProcess(pid);
  fclose(list);
}

void takeSnapshot(void) {
  struct text old = before;
  before = newest;
  newest = old;
  newest.used = 0;
  for (int i = 0; i < fileCount; i++) addFile(files[i]);
  for (int i = 0; i < groupCount; i++) addMembers(groups[i]);
  if (groupCount > 0) return;
  DIR *proc = opendir("/proc");
  if (!proc) fail("/proc");
  for (struct dirent *entry; (entry = readdir(proc));)
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9') addProcess(entry->d_name);
  closedir(proc);
}

void keepSnapshot(int isBefore) {
  struct text *snapshot = isBefore ? &before : &newest;
  keepLine("snapshot");
  put(&kept, snapshot->bytes, snapshot->used);
}

void keepLine(const char *format, ...) {
  char line[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line - 1, format, arguments);
  va_end(arguments);
  strcat(line, "\n");
  put(&kept, line, strlen(line));
}

void writeRecord(const char *path) {
  FILE *file = fopen(path, "we");
  if (!file || fwrite(kept.bytes, 1, kept.used, file) != kept.used || fclose(file) != 0) fail(path);
}
