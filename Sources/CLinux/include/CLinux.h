// What the Glibc overlay lacks. Each shim says what Swift cannot do without it.
#ifndef CLINUX_H
#define CLINUX_H

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "CLinuxArguments.h"
#include "CLinuxAttribute.h"
#include "CLinuxBuild.h"
#include "CLinuxChild.h"
#include "CLinuxOutput.h"
#include "CLinuxProcess.h"
#include "CLinuxProgram.h"
#include "CLinuxTerminal.h"
#include "CLinuxThread.h"
#include "CLinuxTrap.h"

// Opens a place without the right to read it; glibc declares O_PATH for GNU only.
static const int clinux_o_path = __O_PATH;

// Whether the folder is the kernel's own `/proc`; the overlay lacks statfs.
static inline int clinux_is_proc(int directory) {
  struct statfs status;
  return fstatfs(directory, &status) == 0 && status.f_type == PROC_SUPER_MAGIC;
}

// Reads a small file below a directory in one call: open, read, close. Swift sees `errno` only as a
// property that a retain or release in between may change, so this returns -errno at once. A kernel
// file that is one record (`stat`, `statm`, `status`) needs a single read; with `whole` set it reads
// to the end, as files of many records (`vmstat`, `swaps`) want.
static inline long clinux_read_file(int directory, const char *path, void *buffer,
                                    unsigned long capacity, int whole) {
  int fd = openat(directory, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) return -(long)errno;
  unsigned long filled = 0;
  long result = 0;
  while (filled < capacity) {
    long n = read(fd, (char *)buffer + filled, capacity - filled);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) { result = -(long)errno; break; }
    if (n == 0) break;
    filled += (unsigned long)n;
    if (!whole) break;
  }
  close(fd);
  return result < 0 ? result : (long)filled;
}

// The next piece of a file that is too large to hold; -errno at once, as above.
static inline long clinux_read_piece(int fd, void *buffer, unsigned long capacity) {
  long n;
  do n = read(fd, buffer, capacity);
  while (n < 0 && errno == EINTR);
  return n < 0 ? -(long)errno : n;
}

// Reads a file that stays open, from its beginning; as above.
static inline long clinux_read_kept(int fd, void *buffer, unsigned long capacity) {
  long n;
  do n = pread(fd, buffer, capacity, 0);
  while (n < 0 && errno == EINTR);
  return n < 0 ? -(long)errno : n;
}

// Opens a file below a directory for reading; -errno at once, as above.
static inline int clinux_open_file(int directory, const char *path) {
  int fd = openat(directory, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  return fd < 0 ? -errno : fd;
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
