// memfd_create and TIOCGDEV are extensions in glibc's headers.
#define _GNU_SOURCE
#include "CLinuxOutput.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static uint64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

// `/dev/tty` is open to us even where the terminal's own file is another user's (su). It is the terminal
// of the session, which need not be the one that `fd` is.
static int is_same_terminal(int a, int b) {
  unsigned first = 0, second = 1;
  return ioctl(a, TIOCGDEV, &first) == 0 && ioctl(b, TIOCGDEV, &second) == 0 && first == second;
}

int clinux_output_open(int fd) {
  char name[64];
  const char *paths[] = {ttyname_r(fd, name, sizeof name) == 0 ? name : "/dev/tty", "/dev/tty"};
  for (int i = 0; i < 2; i++) {
    int own = open(paths[i], O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (own < 0) continue;
    if (is_same_terminal(own, fd)) return own;
    close(own);
  }
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  return copy < 0 ? -errno : copy;
}

long clinux_output_write(int fd, const char *bytes, unsigned long count) {
  // A description that is shared does not wait while this writes, and as it did before it otherwise.
  int flags = fcntl(fd, F_GETFL), waits = flags >= 0 && !(flags & O_NONBLOCK);
  if (waits) fcntl(fd, F_SETFL, flags | O_NONBLOCK);
  long n;
  do n = write(fd, bytes, count);
  while (n < 0 && errno == EINTR);
  int failure = n < 0 ? errno : 0;
  if (waits) fcntl(fd, F_SETFL, flags);
  if (failure == EAGAIN || failure == EWOULDBLOCK) return 0;
  return failure ? -failure : n;
}

unsigned long clinux_output_all(int fd, const char *bytes, unsigned long count, int patience) {
  uint64_t end = milliseconds() + (uint64_t)patience;
  while (count > 0) {
    long n = clinux_output_write(fd, bytes, count);
    if (n < 0) return count;
    bytes += n;
    count -= (unsigned long)n;
    uint64_t now = milliseconds();
    if (n > 0) continue;
    if (now >= end) break;
    struct pollfd room = {.fd = fd, .events = POLLOUT};
    poll(&room, 1, (int)(end - now));
  }
  return count;
}

void clinux_output_end(int fd, const char *last, unsigned long last_count, const char *reset,
                       unsigned long reset_count, int patience) {
  // To stop it once more is what makes the kernel start what ^S stopped.
  tcflow(fd, TCOOFF);
  tcflow(fd, TCOON);
  if (clinux_output_all(fd, last, last_count, patience) == 0) return;
  tcflush(fd, TCOFLUSH);
  clinux_output_all(fd, reset, reset_count, patience);
}

int clinux_output_memory(void) {
  int fd = memfd_create("memtop-screen", MFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

unsigned long clinux_output_length(int memory) {
  off_t end = lseek(memory, 0, SEEK_CUR);
  return end < 0 ? 0 : (unsigned long)end;
}

void clinux_output_rewind(int memory) { lseek(memory, 0, SEEK_SET); }

long clinux_output_read(int memory, char *buffer, unsigned long capacity, unsigned long offset) {
  long n;
  do n = pread(memory, buffer, capacity, (off_t)offset);
  while (n < 0 && errno == EINTR);
  return n < 0 ? -errno : n;
}
