/* A herd of N idle processes for a monitor to look at.
 *
 *   herd N MIN_KIB MAX_KIB
 *
 * Each has a name ("hd00042"), a resident size between the two (log-uniform, the same on every
 * run), and sleeps; every tenth has a raised oom_score_adj. Prints "ready" when all have touched
 * their memory. Ends, with all of them, on SIGTERM or when its parent dies. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { page = 4096 };

/* splitmix64: the herd must be the same herd on every run and machine */
static double fraction(uint64_t seed) {
  uint64_t z = (seed + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return (double)((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
}

static void raise_adj(long i) {
  char text[8];
  int length = snprintf(text, sizeof text, "%ld", 100 + i % 9 * 100);
  int fd = open("/proc/self/oom_score_adj", O_WRONLY);
  if (fd < 0 || write(fd, text, (size_t)length) != length) _exit(1);
  close(fd);
}

/* The command line is the name too: the arguments lie one after another, so they are one space. */
static void rename_self(long i, char **arguments, int count) {
  char name[32];
  snprintf(name, sizeof name, "hd%05ld", i);
  prctl(PR_SET_NAME, name);
  char *end = arguments[count - 1] + strlen(arguments[count - 1]);
  size_t space = (size_t)(end - arguments[0]);
  memset(arguments[0], 0, space);
  memcpy(arguments[0], name, strlen(name) < space ? strlen(name) : space);
}

static void live(long i, long kib, int ready) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGTERM, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);

  size_t length = (size_t)kib * 1024;
  char *memory =
      mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(1);
  madvise(memory, length, MADV_NOHUGEPAGE);
  for (size_t offset = 0; offset < length; offset += page) memory[offset] = 1;

  if (i % 10 == 3) raise_adj(i);
  if (write(ready, "x", 1) != 1) _exit(1);
  close(ready);
  for (;;) pause();
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: herd N MIN_KIB MAX_KIB\n");
    return 64;
  }
  long count = atol(argv[1]);
  double min_kib = atof(argv[2]), max_kib = atof(argv[3]);

  prctl(PR_SET_PDEATHSIG, SIGTERM);
  sigset_t end;
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  sigaddset(&end, SIGINT);
  sigprocmask(SIG_BLOCK, &end, NULL);

  int ready[2];
  pid_t *pids = calloc((size_t)count, sizeof *pids);
  if (pids == NULL || pipe(ready) != 0) return 71;
  long made = 0;
  for (; made < count; made++) {
    long kib = (long)(min_kib * pow(max_kib / min_kib, fraction((uint64_t)made)));
    pids[made] = fork();
    if (pids[made] == 0) {
      rename_self(made, argv, argc);
      live(made, kib, ready[1]);
    }
    if (pids[made] < 0) {
      fprintf(stderr, "herd: fork %ld: %s\n", made, strerror(errno));
      break;
    }
  }

  close(ready[1]);
  char buffer[4096];
  long touched = 0;
  for (ssize_t n; (n = read(ready[0], buffer, sizeof buffer)) > 0;) touched += n;
  if (made == count && touched == count) {
    puts("ready");
    fflush(stdout);
    int signal_number;
    sigwait(&end, &signal_number);
  }
  for (long i = 0; i < made; i++) kill(pids[i], SIGKILL);
  for (long i = 0; i < made; i++) waitpid(pids[i], NULL, 0);
  return touched == count ? 0 : 71;
}
