// Fills memory until the kernel kills, and records what /proc showed just before.
//
//   stage PLAN RECORD
//
// A plan's lines, of blank-separated words:
//   worker NAME KIND KIB ADJ GROUP   GROUP is a directory of a cgroup, or - for none
//   hog KIND ADJ GROUP               KIND is anon, or memfd: memory that is in nobody's size,
//                                    or lower: lowers the group's limit from outside (v2),
//                                    or bindN: memory of node N
//   room USAGE LIMIT                 files; what is left of the limit. Several add up
//   host                             what is left is MemAvailable and SwapFree
//   node FILE                        a node's meminfo; what is left is free there, and its caches
//   counter FILE                     holds a line `oom_kill N`. Several add up
//   members GROUP                    records these processes; without such a line, all
//   also FILE                        belongs to every snapshot
//   each NAME                        this file of every process does too
//   ask COMMAND                      for the shell; is run before every snapshot
//   data FILE                        what workers of kind file map
//   kills N, fine KIB, step PAGES
// Near the end (fine) the hog grows by step pages, and a snapshot is taken before each step.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "load.h"
#include "record.h"

enum { maxWorkers = 128, maxRooms = 4, maxCounters = 8, coarsePages = 256, patienceSeconds = 60 };

static struct worker workers[maxWorkers];
static struct hog hog = {.kind = "anon", .group = "-"};
static struct { char usage[256], limit[256]; } rooms[maxRooms];
static struct { pid_t pid; int fd; } alive[2 * maxWorkers + 1];
static int workerCount, roomCount, counterCount, aliveCount, isHost, kills = 1;
static long fine = 2048, step = 16;
static char counters[maxCounters][256], data[256], ask[1024], node[256];

static long long value(const char *path, const char *key) {
  static char text[1 << 16];
  FILE *file = fopen(path, "re");
  if (!file) fail(path);
  text[fread(text, 1, sizeof text - 1, file)] = 0;
  fclose(file);
  const char *at = *key ? strstr(text, key) : text;
  if (!at) return 0;
  at += strlen(key);
  return strncmp(at, "max", 3) ? atoll(at) : 1LL << 62;
}

static long remainingKiB(void) {
  if (*node)
    return value(node, "MemFree:") + value(node, "Active(file):") + value(node, "Inactive(file):");
  if (isHost) return value("/proc/meminfo", "MemAvailable:") + value("/proc/meminfo", "SwapFree:");
  long long left = 0;
  for (int i = 0; i < roomCount; i++) left += value(rooms[i].limit, "") - value(rooms[i].usage, "");
  return left / 1024;
}

static long long killCount(void) {
  long long count = 0;
  for (int i = 0; i < counterCount; i++) count += value(counters[i], "oom_kill ");
  return count;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void readPlan(const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) fail(path);
  char line[1024], first[256], second[256];
  while (fgets(line, sizeof line, file)) {
    struct worker w = {0};
    if (sscanf(line, "worker %15s %15s %ld %d %255s", w.name, w.kind, &w.kib, &w.adj, w.group) == 5) {
      if (workerCount < maxWorkers) workers[workerCount++] = w;
    } else if (sscanf(line, "hog %15s %d %255s", hog.kind, &hog.adj, hog.group) == 3) {
    } else if (sscanf(line, "room %255s %255s", first, second) == 2 && roomCount < maxRooms) {
      strcpy(rooms[roomCount].usage, first);
      strcpy(rooms[roomCount++].limit, second);
    } else if (sscanf(line, "members %255s", first) == 1) recordMembersOf(first);
    else if (sscanf(line, "also %255s", first) == 1) recordAlso(first);
    else if (sscanf(line, "each %255s", first) == 1) recordOfEach(first);
    else if (sscanf(line, "node %255s", node) == 1) {}
    else if (!strncmp(line, "host", 4)) isHost = 1;
    else if (!strncmp(line, "ask ", 4)) snprintf(ask, sizeof ask, "%s", line + 4);
    else if (sscanf(line, "counter %255s", first) == 1 && counterCount < maxCounters)
      strcpy(counters[counterCount++], first);
    else if (sscanf(line, "data %255s", data) == 1 ||
             sscanf(line, "kills %d", &kills) == 1 || sscanf(line, "fine %ld", &fine) == 1 ||
             sscanf(line, "step %ld", &step) == 1) {
    } else {
      errno = EINVAL;
      fail(line);
    }
  }
  fclose(file);
}

static void watch(pid_t pid) {
  if (pid <= 0) return;
  int fd = (int)syscall(SYS_pidfd_open, pid, 0);
  if (fd < 0) fail("pidfd_open");
  alive[aliveCount].pid = pid;
  alive[aliveCount++].fd = fd;
}

// Adds to the text those that ended since the last look; returns how many.
static int takeDeaths(char *text, size_t size) {
  int found = 0;
  for (int i = 0; i < aliveCount; i++) {
    struct pollfd look = {alive[i].fd, POLLIN, 0};
    if (poll(&look, 1, 0) != 1) continue;
    size_t used = strlen(text);
    snprintf(text + used, size - used, " %d", alive[i].pid);
    close(alive[i].fd);
    alive[i--] = alive[--aliveCount];
    found++;
  }
  return found;
}

// Whether a process was sent SIGKILL, or is past that and has given its memory back.
static int isDying(pid_t pid) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *file = fopen(path, "re");
  if (!file) return 1;
  int hasMemory = 0, threads = 0;
  unsigned long long pending = 0, set;
  while (fgets(line, sizeof line, file)) {
    hasMemory |= !strncmp(line, "VmSize:", 7);
    sscanf(line, "Threads: %d", &threads);
    if (sscanf(line, "SigPnd: %llx", &set) == 1 || sscanf(line, "ShdPnd: %llx", &set) == 1)
      pending |= set;
  }
  fclose(file);
  // Of a process whose first thread has ended the others have the memory.
  return (!hasMemory && threads < 2) || pending & 1ULL << (SIGKILL - 1);
}

// Waits until everybody who was killed has died.
static void settle(char *deaths, size_t size) {
  double end = now() + patienceSeconds;
  int dying = 1;
  while (now() < end && (dying > 0 || !*deaths)) {
    takeDeaths(deaths, size);
    dying = 0;
    for (int i = 0; i < aliveCount; i++) dying += isDying(alive[i].pid);
    usleep(1000);
  }
}

static int isAlive(pid_t pid) {
  for (int i = 0; i < aliveCount; i++)
    if (alive[i].pid == pid) return 1;
  return 0;
}

// Grows the hog once; false when it is gone or does not come back.
static int grow(unsigned pages) {
  struct pollfd answer = {hog.answer, POLLIN, 0};
  char byte;
  growHog(&hog, pages);
  return poll(&answer, 1, patienceSeconds * 1000) == 1 && read(hog.answer, &byte, 1) == 1;
}

static void fill(void) {
  long long killed = killCount();
  int isGoing = 1, hasSnapshot = 0;
  while (kills > 0 && isGoing) {
    long left = remainingKiB();
    int isNear = left <= fine;
    int isTorn = 0;
    if (isNear) {
      if (*ask && system(ask) != 0) fail(ask);
      takeSnapshot();
      isTorn = killCount() != killed;
    }
    if (!isTorn) isGoing = grow(isNear ? (unsigned)step : coarsePages);
    if (killCount() == killed) {
      hasSnapshot |= isNear;
      continue;
    }
    char deaths[2048] = "";
    settle(deaths, sizeof deaths);
    if (!isNear) keepLine("unseen");
    else if (!isTorn || hasSnapshot) keepSnapshot(isTorn);
    keepLine("deaths%s", deaths);
    killed = killCount();
    kills--;
    hasSnapshot = 0;
    isGoing = isGoing && isAlive(hog.pid);
  }
}

int main(int count, char **words) {
  if (count != 3) return fprintf(stderr, "usage: stage PLAN RECORD\n"), 64;
  signal(SIGPIPE, SIG_IGN);
  readPlan(words[1]);
  // A child of a worker comes to the stage when its parent is gone.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  // Where the right is there, the stage itself is out of the killer's reach.
  FILE *adj = fopen("/proc/self/oom_score_adj", "we");
  if (adj) {
    fputs("-1000", adj);
    fclose(adj);
  }
  prepareRecord();
  for (int i = 0; i < workerCount; i++) {
    startWorker(&workers[i], data);
    watch(workers[i].pids[0]);
    watch(workers[i].pids[1]);
  }
  startHog(&hog, "hog");
  watch(hog.pid);
  keepLine("hog %d", hog.pid);
  takeSnapshot();
  keepSnapshot(0);
  keepLine("ready");
  fill();
  for (int i = 0; i < aliveCount; i++) kill(alive[i].pid, SIGKILL);
  while (wait(NULL) > 0 || errno == EINTR) {}
  writeRecord(words[2]);
  return 0;
}
