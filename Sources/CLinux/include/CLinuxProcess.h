// Acts on one process that Swift cannot call: glibc before 2.36 has no wrappers for pidfds, has none
// for kcmp at all, and Swift cannot call variadic syscall(). All return -errno at once.
#ifndef CLINUX_PROCESS_H
#define CLINUX_PROCESS_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// Headers older than the kernel may lack the numbers; from 424 on every architecture has the same.
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_process_madvise
#define SYS_process_madvise 440
#endif

static inline int clinux_pidfd_open(int pid) {
  long fd = syscall(SYS_pidfd_open, pid, 0);
  return fd < 0 ? -errno : (int)fd;
}

static inline int clinux_pidfd_send_signal(int fd, int signal) {
  return syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0) < 0 ? -errno : 0;
}

// Asks the kernel to take back pieces of a process's memory; the bytes that it came through. The 21 is
// MADV_PAGEOUT, which older headers lack.
static inline long clinux_page_out(int pidfd, const struct iovec *pieces, unsigned long count) {
  long n = syscall(SYS_process_madvise, pidfd, pieces, count, 21, 0);
  return n < 0 ? -(long)errno : n;
}

// Whether two processes have one memory: 0 is yes, 1 to 3 no. The 1 is KCMP_VM of <linux/kcmp.h>,
// which is not in every set of headers.
static inline int clinux_kcmp_vm(int a, int b) {
  long order = syscall(SYS_kcmp, a, b, 1, 0, 0);
  return order < 0 ? -errno : (int)order;
}

// Writes a small file below a directory in one write, as kernel files want it. `*opened` tells a
// file that may not be written from a value the kernel does not take.
static inline int clinux_write_file(int directory, const char *path, const void *bytes,
                                    unsigned long count, int *opened) {
  int fd = openat(directory, path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  *opened = fd >= 0;
  if (fd < 0) return -errno;
  long n = write(fd, bytes, count);
  int result = n < 0 ? -errno : (unsigned long)n == count ? 0 : -EIO;
  close(fd);
  return result;
}

#endif
