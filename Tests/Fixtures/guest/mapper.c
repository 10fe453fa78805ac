// Has memory of every kind that smaps tells apart, so that a capture shows one mapping of each.
//
//   mapper                      all kinds, and a child that shares what was there before it
//   mapper NAME SIZE            SIZE MiB of private memory under this name
// The name is taken when the memory is there.
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
#include <sys/shm.h>
#include <unistd.h>

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#define PR_SET_VMA_ANON_NAME 0
#endif
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
enum { mebi = 1 << 20 };

static void *map(size_t size, int flags, int fd) {
  char *start = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, 0);
  if (start == MAP_FAILED) {
    fprintf(stderr, "mapper: %zu bytes: %s\n", size, strerror(errno));
    return NULL;
  }
  return start;
}

static void *touched(size_t size, int flags, int fd) {
  void *start = map(size, flags, fd);
  if (start) memset(start, 1, size);
  return start;
}

static int file(const char *path, size_t size) {
  int fd = open(path, O_RDWR | O_CREAT, 0644);
  if (fd < 0 || ftruncate(fd, (off_t)size) != 0) perror(path);
  return fd;
}

static void *wait_here(void *stack) {
  for (;;) pause();
  return stack;
}

static void all_kinds(void) {
  memset(sbrk(9 * mebi), 1, 9 * mebi);
  touched(24 * mebi, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  void *named = touched(12 * mebi, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, named, 12 * mebi, "work memory");
  void *out = touched(7 * mebi, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  mprotect(out, 7 * mebi, PROT_READ | PROT_WRITE | PROT_EXEC);
  madvise(out, 7 * mebi, MADV_PAGEOUT);
  char *huge = map(6 * mebi, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  madvise(huge, 6 * mebi, MADV_HUGEPAGE);
  memset(huge, 1, 6 * mebi);
  void *lazy = touched(5 * mebi, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  madvise(lazy, 5 * mebi, MADV_FREE);
  void *locked = touched(mebi, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  mlock(locked, mebi);
  map(64 * mebi, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  touched(4 * mebi, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1);

  touched(10 * mebi, MAP_SHARED, file("/dev/shm/buffers.7781", 16 * mebi));
  int frame = memfd_create("render \x1b[31m", 0);
  if (ftruncate(frame, 3 * mebi) == 0) touched(3 * mebi, MAP_SHARED, frame);
  void *shared = touched(2 * mebi, MAP_SHARED | MAP_ANONYMOUS, -1);
  prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, shared, 2 * mebi, "ring");
  touched(mebi + 4096, MAP_SHARED | MAP_ANONYMOUS, -1);
  int segment = shmget(IPC_PRIVATE, mebi, IPC_CREAT | 0600);
  memset(shmat(segment, NULL, 0), 1, mebi);
  shmctl(segment, IPC_RMID, NULL);

  touched(8 * mebi, MAP_SHARED, file("/srv/data/base/16384", 8 * mebi));
  int gone = file("/srv/data/old library.so\nx", 2 * mebi);
  touched(2 * mebi, MAP_PRIVATE, gone);
  unlink("/srv/data/old library.so\nx");
  pthread_t thread;
  pthread_create(&thread, NULL, wait_here, NULL);
}

int main(int count, char **words) {
  if (count > 2) {
    touched((size_t)atoi(words[2]) * mebi, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    prctl(PR_SET_NAME, words[1]);
  } else {
    all_kinds();
    prctl(PR_SET_NAME, "store");
    if (fork() == 0) prctl(PR_SET_NAME, "store-writer");
  }
  for (;;) pause();
}
