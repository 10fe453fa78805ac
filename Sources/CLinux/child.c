// vfork and close_range are extensions in glibc's headers.
#define _GNU_SOURCE
#include "CLinuxChild.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

// Above the three that it is to become one of: they may be closed in here.
static int open_above(const char *path, int flags) {
  int fd = open(path, flags), above = fd < 0 ? -1 : fcntl(fd, F_DUPFD, STDERR_FILENO + 1);
  if (fd >= 0) close(fd);
  return above;
}

static int redirect(int output, int takes_errors) {
  int in = open_above("/dev/null", O_RDONLY), out = fcntl(output, F_DUPFD, STDERR_FILENO + 1),
      err = takes_errors ? fcntl(output, F_DUPFD, STDERR_FILENO + 1)
                         : open_above("/dev/null", O_WRONLY);
  if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0)
    return -1;
  // Kernels before 5.9 lack it; all that memtop opens closes itself there.
  close_range(STDERR_FILENO + 1, ~0U, 0);
  return 0;
}

static pid_t start(const char *path, char *const arguments[], char *const environment[],
                   int output, int takes_errors) {
  sigset_t all, before, none;
  sigfillset(&all);
  sigemptyset(&none);
  // No handler of ours may run in the child, which has our memory until it runs its program.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid();
  volatile int failure = 0;
  pid_t child = vfork();
  if (child == 0) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || redirect(output, takes_errors) != 0) {
      failure = errno;
      _exit(127);
    }
    // Who ended before the kernel was asked left the child to another.
    if (getppid() != parent) _exit(127);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(path, arguments, environment);
    failure = errno;
    _exit(127);
  }
  int error = child < 0 ? errno : failure;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (child < 0) return -error;
  int status;
  if (error) while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  return error ? -error : child;
}

int clinux_child_start(const char *path, char *const arguments[], char *const environment[],
                       int takes_errors, int *output) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
  pid_t child = start(path, arguments, environment, ends[1], takes_errors);
  close(ends[1]);
  if (child < 0)
    close(ends[0]);
  else
    *output = ends[0];
  return child;
}
