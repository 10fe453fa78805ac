// What the Glibc overlay lacks. Each shim says what Swift cannot do without it.
#ifndef CLINUX_H
#define CLINUX_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Swift sees `errno` only as a computed property that it may read after another call; these return
// -errno at once, so that a retain or release in between cannot change it.
static inline int clinux_openat(int directory, const char *path, int flags) {
  int fd = openat(directory, path, flags | O_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

static inline long clinux_read(int fd, void *buffer, unsigned long count) {
  long n;
  do n = read(fd, buffer, count);
  while (n < 0 && errno == EINTR);
  return n < 0 ? -(long)errno : n;
}

// glibc has no wrapper for getdents64 that takes a caller's buffer before 2.30, and Swift cannot
// call variadic syscall().
static inline long clinux_getdents64(int fd, void *buffer, unsigned long count) {
  long n = syscall(SYS_getdents64, fd, buffer, count);
  return n < 0 ? -(long)errno : n;
}

// The owner of a file below a directory: fstatat fills a struct whose import is costly per call.
static inline int clinux_owner(int directory, const char *path, uint32_t *uid) {
  struct stat st;
  if (fstatat(directory, path, &st, 0) != 0) return -errno;
  *uid = st.st_uid;
  return 0;
}

#endif
