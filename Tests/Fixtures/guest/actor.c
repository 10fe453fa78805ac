// Plays the processes of a cast file: real processes with the names, owners, control groups and
// memory the file asks for, so that a capture of the machine shows a host worth looking at.
//
//   actor CAST    starts everyone in the file, waits until all have their memory, and leaves
//
// A line of a cast is   SPEC | COMMAND LINE   and deeper indentation means child of the line above.
// SPEC is blank-separated words:
//   comm=NAME uid=N adj=N cg=GROUP pid=N (asked for, not promised)  threads=N exit=SECONDS
//   anon=SIZE            private memory, written once
//   busy=SIZE:SECONDS    private memory, written again every SECONDS
//   grow=SIZE:SECONDS:N  private memory, gained evenly over SECONDS, beginning after N
//   idle=SIZE            private memory, written once and pushed out to swap
//   idle=SIZE:N          the same, and written again evenly over 12 seconds, beginning after N
//   shm=NAME:SIZE:SIZE   /dev/shm/NAME, how large, and how much of it this process touches
//   file=PATH:SIZE       a mapped file (made sparse when it is missing), read
//   virt=SIZE            address space that is only reserved
//   tables=SIZE          page tables without memory behind them
//   huge=COUNT           huge pages of 2 MiB from the reserved pool
//   lock=1               keeps what it has in memory
// Sizes take K, M and G. Commas in a command line's word stay; words are parted by blanks.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { maxLines = 256, maxWords = 64, page = 4096 };
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

struct line {
  int depth;
  char *spec, *command;
};
static struct line lines[maxLines];
static int lineCount;

// A region that is written again and again, or filled bit by bit.
struct region {
  char *start;
  size_t size, done;
  double seconds, due, delay;
};
static struct region busy[8], growing[8];
static int busyCount, growingCount;

static void fail(const char *what) {
  fprintf(stderr, "actor: %s: %s\n", what, strerror(errno));
  _exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t parseSize(const char *text, char **end) {
  size_t n = strtoull(text, end, 10);
  switch (**end) {
  case 'G': n <<= 10; /* fall through */
  case 'M': n <<= 10; /* fall through */
  case 'K': n <<= 10; (*end)++;
  }
  if (**end == ':') (*end)++;
  return n;
}

static void writeFile(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, text, strlen(text)) < 0) fprintf(stderr, "actor: %s: %s\n", path, strerror(errno));
  if (fd >= 0) close(fd);
}

static void write1(char *start, size_t from, size_t to) {
  for (size_t i = from; i < to; i += page) start[i] = (char)(i / page * 31 + 7);
}

static char *map(size_t size, int prot, int flags, int fd) {
  char *p = mmap(NULL, size, prot, flags, fd, 0);
  if (p == MAP_FAILED) fail("mmap");
  return p;
}

static char *private(size_t size) {
  return map(size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
}

static char *mapFile(const char *path, size_t size, int prot) {
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) fail(path);
  struct stat st;
  if (fstat(fd, &st) < 0 || ((size_t)st.st_size < size && ftruncate(fd, (off_t)size) < 0)) fail(path);
  char *p = map(size, prot, MAP_SHARED, fd);
  close(fd);
  return p;
}

static void readThrough(volatile char *start, size_t size, size_t step) {
  for (size_t i = 0; i < size; i += step) (void)start[i];
}

static void *sleeper(void *unused) {
  (void)unused;
  for (;;) pause();
  return NULL;
}

static void startThreads(long count) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 65536);
  for (long i = 1; i < count; i++) {
    pthread_t t;
    if (pthread_create(&t, &attributes, sleeper, NULL) != 0) fail("pthread_create");
  }
}

static void addRegion(struct region *list, int *count, const char *value) {
  char *end;
  size_t size = parseSize(value, &end);
  double seconds = strtod(end, &end);
  double delay = *end == ':' ? atof(end + 1) : 0;
  if (*count == 8 || size == 0 || seconds <= 0) { errno = EINVAL; fail(value); }
  list[(*count)++] = (struct region){private(size), size, 0, seconds, now() + seconds, delay};
}

// Everything a SPEC says about memory; the words about identity were used before exec.
static void takeMemory(const char *key, char *value) {
  char *end = value;
  if (!strcmp(key, "anon")) {
    size_t n = parseSize(value, &end);
    write1(private(n), 0, n);
  } else if (!strcmp(key, "idle")) {
    size_t n = parseSize(value, &end);
    char *p = private(n);
    write1(p, 0, n);
    for (int i = 0; i < 3; i++) madvise(p, n, MADV_PAGEOUT);
    if (end[-1] == ':' && growingCount < 8) growing[growingCount++] = (struct region){p, n, 0, 12, 0, atof(end)};
  } else if (!strcmp(key, "busy")) {
    addRegion(busy, &busyCount, value);
    write1(busy[busyCount - 1].start, 0, busy[busyCount - 1].size);
  } else if (!strcmp(key, "grow")) {
    addRegion(growing, &growingCount, value);
  } else if (!strcmp(key, "virt")) {
    map(parseSize(value, &end), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  } else if (!strcmp(key, "tables")) {
    // One read of the zero page in each 2 MiB costs one page table and no memory.
    size_t span = parseSize(value, &end) / page * (2UL << 20);
    readThrough(private(span), span, 2UL << 20);
  } else if (!strcmp(key, "huge")) {
    size_t n = strtoul(value, NULL, 10) * (2UL << 20);
    write1(map(n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1), 0, n);
  } else if (!strcmp(key, "shm") || !strcmp(key, "file")) {
    char *size = strchr(value, ':');
    if (!size) { errno = EINVAL; fail(value); }
    *size++ = 0;
    size_t n = parseSize(size, &end);
    if (*key == 'f') { readThrough(mapFile(value, n, PROT_READ), n, page); return; }
    char path[256];
    snprintf(path, sizeof path, "/dev/shm/%s", value);
    write1(mapFile(path, n, PROT_READ | PROT_WRITE), 0, parseSize(end, &end));
  } else if (!strcmp(key, "threads")) {
    startThreads(strtol(value, NULL, 10));
  } else if (!strcmp(key, "lock")) {
    if (mlockall(MCL_CURRENT) < 0) fail("mlockall");
  } else if (!strcmp(key, "exit")) {
    alarm((unsigned)atoi(value));
  }
}

static void liveOn(void) {
  if (busyCount + growingCount == 0) for (;;) pause();
  double start = now();
  for (;;) {
    double t = now();
    for (int i = 0; i < busyCount; i++)
      if (t >= busy[i].due) {
        write1(busy[i].start, 0, busy[i].size);
        busy[i].due = t + busy[i].seconds;
      }
    for (int i = 0; i < growingCount; i++) {
      struct region *g = &growing[i];
      double share = (t - start - g->delay) / g->seconds;
      if (share < 0) continue;
      size_t want = share >= 1 ? g->size : (size_t)((double)g->size * share) / page * page;
      if (want > g->done) { write1(g->start, g->done, want); g->done = want; }
    }
    nanosleep(&(struct timespec){0, 50000000}, NULL);
  }
}

// A blank in a name is written \s, for words are parted by blanks.
static void setName(char *name) {
  for (char *blank; (blank = strstr(name, "\\s")); *blank = ' ') memmove(blank, blank + 1, strlen(blank));
  prctl(PR_SET_NAME, name);
}

// Second life, after exec: argv is what /proc/PID/cmdline shows.
static int play(char *spec) {
  umask(0);                  // files are shared by actors of different owners
  signal(SIGCHLD, SIG_IGN);  // a parent of the cast reaps nobody; the kernel does
  int ready = -1;
  for (char *save, *word = strtok_r(spec, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
    char *value = strchr(word, '=');
    if (!value) { errno = EINVAL; fail(word); }
    *value++ = 0;
    if (!strcmp(word, "comm")) setName(value);
    else if (!strcmp(word, "ready")) ready = atoi(value);
    else takeMemory(word, value);
  }
  if (ready >= 0) close(ready);
  liveOn();
  return 0;
}

static const char *wordValue(const char *spec, const char *key, char *buffer, size_t size) {
  size_t n = strlen(key);
  for (const char *p = spec; (p = strstr(p, key)); p += n)
    if ((p == spec || p[-1] == ' ') && p[n] == '=') {
      snprintf(buffer, size, "%.*s", (int)strcspn(p + n + 1, " "), p + n + 1);
      return buffer;
    }
  return NULL;
}

static void joinGroup(const char *group) {
  const char *roots[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/unified"};
  int one = access("/sys/fs/cgroup/cgroup.procs", F_OK) == 0;
  for (int i = one ? 0 : 1; i < (one ? 1 : 3); i++) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s/cgroup.procs", roots[i], group);
    if (access(path, F_OK) == 0) writeFile(path, "0");
  }
}

static void launch(int index, int ready) {
  char text[256];
  struct line *me = &lines[index];
  if (wordValue(me->spec, "pid", text, sizeof text)) {
    snprintf(text, sizeof text, "%d", atoi(text) - 1);
    if (access("/proc/sys/kernel/ns_last_pid", W_OK) == 0) writeFile("/proc/sys/kernel/ns_last_pid", text);
  }
  pid_t pid = fork();
  if (pid < 0) fail("fork");
  if (pid > 0) return;
  for (int i = index + 1; i < lineCount && lines[i].depth > me->depth; i++)
    if (lines[i].depth == me->depth + 1) launch(i, ready);
  if (wordValue(me->spec, "cg", text, sizeof text)) joinGroup(text);
  if (wordValue(me->spec, "adj", text, sizeof text)) writeFile("/proc/self/oom_score_adj", text);
  setsid();
  if (wordValue(me->spec, "uid", text, sizeof text) && (setgid((gid_t)atoi(text)) || setuid((uid_t)atoi(text)))) fail("setuid");
  char spec[1024] = "ACTOR=";
  int used = 6;
  for (char *save, *word = strtok_r(me->spec, " ", &save); word; word = strtok_r(NULL, " ", &save))
    if (strncmp(word, "uid=", 4) && strncmp(word, "adj=", 4) && strncmp(word, "cg=", 3) && strncmp(word, "pid=", 4))
      used += snprintf(spec + used, sizeof spec - (size_t)used, "%s ", word);
  snprintf(spec + used, sizeof spec - (size_t)used, "ready=%d", ready);
  char *words[maxWords + 1], *environment[] = {spec, NULL};
  int count = 0;
  // A process that rewrites its title has one long first word, as PostgreSQL and nginx do.
  if (strstr(me->command, ": ") || strstr(me->command, " [")) words[count++] = me->command;
  else
    for (char *save, *word = strtok_r(me->command, " ", &save); word && count < maxWords; word = strtok_r(NULL, " ", &save))
      words[count++] = word;
  words[count] = NULL;
  execve("/proc/self/exe", words, environment);
  fail("execve");
}

static void readCast(const char *path) {
  static char text[65536];
  FILE *f = fopen(path, "r");
  if (!f) fail(path);
  text[fread(text, 1, sizeof text - 1, f)] = 0;
  fclose(f);
  for (char *save, *row = strtok_r(text, "\n", &save); row; row = strtok_r(NULL, "\n", &save)) {
    size_t blanks = strspn(row, " ");
    char *bar = strstr(row, " | ");
    if (row[blanks] == '#' || !bar || lineCount == maxLines) continue;
    *bar = 0;
    lines[lineCount++] = (struct line){(int)blanks / 2, row + blanks, bar + 3};
  }
}

int main(int count, char **words) {
  char *spec = getenv("ACTOR");
  if (spec) return play(strdup(spec));
  if (count != 2) { fprintf(stderr, "usage: actor CAST\n"); return 64; }
  readCast(words[1]);
  int ends[2];
  if (pipe(ends) < 0) fail("pipe");
  for (int i = 0; i < lineCount; i++)
    if (lines[i].depth == 0) launch(i, ends[1]);
  close(ends[1]);
  char c;
  while (read(ends[0], &c, 1) > 0) {}
  return 0;
}
