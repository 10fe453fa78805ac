// For the threads beside the loop: Swift's Glibc module lacks <sys/eventfd.h> and cannot call the
// variadic prctl().
#ifndef CLINUX_THREAD_H
#define CLINUX_THREAD_H

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

// Readable, and never waited for, once something was announced.
static inline int clinux_event_open(void) {
  int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

// Lets as many readers through as were called, one each.
static inline int clinux_turnstile_open(void) {
  int fd = eventfd(0, EFD_CLOEXEC | EFD_SEMAPHORE);
  return fd < 0 ? -errno : fd;
}

static inline void clinux_event_add(int fd, uint64_t count) {
  while (write(fd, &count, sizeof count) < 0 && errno == EINTR) {}
}

static inline void clinux_event_take(int fd) {
  uint64_t count;
  while (read(fd, &count, sizeof count) < 0 && errno == EINTR) {}
}

// The calling thread's name, as ps and top show it.
static inline void clinux_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

#endif
