// ppoll is an extension in glibc's headers.
#define _GNU_SOURCE
#include "CLinuxTerminal.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

int clinux_signal_is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void clinux_signal_ignore(int number) { signal(number, SIG_IGN); }

int clinux_signalfd(const sigset_t *set) {
  int fd = signalfd(-1, set, SFD_NONBLOCK | SFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

int clinux_signalfd_next(int fd, int *by_kernel) {
  struct signalfd_siginfo info;
  ssize_t n;
  do n = read(fd, &info, sizeof info);
  while (n < 0 && errno == EINTR);
  if (n != (ssize_t)sizeof info) return 0;
  *by_kernel = info.ssi_code == SI_KERNEL;
  return (int)info.ssi_signo;
}

void clinux_signal_default(int number) {
  struct sigaction action = {.sa_handler = SIG_DFL}, before;
  sigset_t one, mask;
  sigemptyset(&one);
  sigaddset(&one, number);
  sigaction(number, &action, &before);
  raise(number);
  pthread_sigmask(SIG_UNBLOCK, &one, &mask);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(number, &before, NULL);
}

int clinux_window_size(int fd, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return -errno;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

int clinux_poll_until(struct pollfd *fds, unsigned long count, uint64_t deadline) {
  struct timespec now, left, *timeout = NULL;
  if (deadline != UINT64_MAX) {
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t at = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    uint64_t rest = deadline > at ? deadline - at : 0;
    left.tv_sec = (time_t)(rest / 1000000000u);
    left.tv_nsec = (long)(rest % 1000000000u);
    timeout = &left;
  }
  int n = ppoll(fds, count, timeout, NULL);
  return n < 0 ? -errno : n;
}
