#define _GNU_SOURCE
#include "CTestSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int wait_for_signals(void *unused) {
  (void)unused;
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  alarm(120);
  for (;;) pause();
}

int ctest_fork(void) {
  int pid = fork();
  if (pid == 0) wait_for_signals(NULL);
  return pid < 0 ? -errno : pid;
}

int ctest_fork_as(int wanted) {
  // struct clone_args of <linux/sched.h>, which older headers do not have whole.
  uint64_t arguments[11] = {[4] = SIGCHLD, [8] = (uint64_t)(uintptr_t)&wanted, [9] = 1};
  long pid = syscall(SYS_clone3, arguments, 80);
  if (pid == 0) wait_for_signals(NULL);
  return pid < 0 ? -errno : (int)pid;
}

int ctest_clone_vm(void) {
  const long size = 64 << 10;
  // Never given back: the child may run on it until it is ended.
  char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack == MAP_FAILED) return -errno;
  int pid = clone(wait_for_signals, stack + size, CLONE_VM | SIGCHLD, NULL);
  return pid < 0 ? -errno : pid;
}

static void leak_by_order(int piece, int orders, int done) {
  char order;
  alarm(120);
  while (read(orders, &order, 1) == 1) {
    char *kept = mmap(NULL, piece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (kept == MAP_FAILED) break;
    memset(kept, 1, piece);
    if (write(done, &order, 1) != 1) break;
  }
  _exit(0);
}

int ctest_leaking(int piece, int *orders, int *done) {
  int in[2], out[2];
  if (pipe2(in, O_CLOEXEC)) return -errno;
  if (pipe2(out, O_CLOEXEC)) {
    int code = -errno;
    close(in[0]), close(in[1]);
    return code;
  }
  int pid = fork();
  if (pid == 0) {
    close(in[1]), close(out[0]);
    leak_by_order(piece, in[0], out[1]);
  }
  int code = pid < 0 ? -errno : pid;
  close(in[0]), close(out[1]);
  if (pid < 0) {
    close(in[1]), close(out[0]);
    return code;
  }
  *orders = in[1], *done = out[0];
  return code;
}

static void *wait_as_thread(void *unused) {
  wait_for_signals(unused);
  return NULL;
}

int ctest_headless(void) {
  int pid = fork();
  if (pid != 0) return pid < 0 ? -errno : pid;
  pthread_t thread;
  if (pthread_create(&thread, NULL, wait_as_thread, NULL) != 0) _exit(1);
  syscall(SYS_exit, 0);
  _exit(1);
}

int ctest_zombie(void) {
  int pid = fork();
  if (pid == 0) _exit(0);
  if (pid < 0) return -errno;
  siginfo_t ended;
  while (waitid(P_PID, pid, &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {}
  return pid;
}

int ctest_end(int pid) {
  int status = 0;
  kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place) {
  (void)status, (void)kind, (void)place;
  return remove(path);
}

void ctest_remove_tree(const char *path) { nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS); }

uint64_t ctest_effective_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[2] = {0};
  if (syscall(SYS_capget, &header, data) != 0) return 0;
  return (uint64_t)data[1].effective << 32 | data[0].effective;
}
