/* Makes a memory cgroup thrash.
 *
 *   thrash FILE READERS FILL_KIB
 *
 * Takes FILL_KIB of memory that cannot be given back, so that little is left for pages of files. Then
 * every reader maps FILE and touches one page after another in random order: the kernel takes each page
 * away again soon after it was read in, and the code of the other programs in the cgroup with it.
 * Should the cgroup run out, this program is the one to be killed. Ends, with its readers, on SIGTERM
 * or when its parent dies. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { page = 4096 };

static uint64_t next(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static void read_for_ever(const volatile char *memory, uint64_t pages, uint64_t seed) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGTERM, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  uint64_t state = 0x9e3779b97f4a7c15u * (seed + 1);
  for (;;) (void)memory[next(&state) % pages * page];
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: thrash FILE READERS FILL_KIB\n");
    return 64;
  }
  int adj = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (adj < 0 || write(adj, "1000", 4) != 4) return 71;
  close(adj);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  sigset_t end;
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  sigaddset(&end, SIGINT);
  sigprocmask(SIG_BLOCK, &end, NULL);

  struct stat status;
  int fd = open(argv[1], O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &status) != 0 || status.st_size < page) {
    fprintf(stderr, "thrash: %s: %s\n", argv[1], strerror(errno));
    return 66;
  }
  void *memory = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) return 71;
  madvise(memory, (size_t)status.st_size, MADV_RANDOM);
  for (int i = 0; i < atoi(argv[2]); i++) {
    pid_t pid = fork();
    if (pid == 0) read_for_ever(memory, (uint64_t)status.st_size / page, (uint64_t)i);
    if (pid < 0) return 71;
  }
  size_t fill = (size_t)atol(argv[3]) * 1024;
  char *taken = mmap(NULL, fill, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (taken == MAP_FAILED || mlock(taken, fill) != 0) return 71;
  int number;
  sigwait(&end, &number);
  kill(0, SIGKILL); /* its own session: the readers, and itself */
  return 0;
}
