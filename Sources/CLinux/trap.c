#include "CLinuxTrap.h"

#include "CLinuxOutput.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum {
  RESET_BYTES = 512,
  STACK_BYTES = 64 * 1024,
  // How long a terminal may take nothing. Unit: milliseconds.
  PATIENCE = 200
};

// SIGSYS too: what a filter of system calls (seccomp) sends cannot be blocked.
static const int crash_signals[] = {SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGABRT, SIGSYS};
enum { CRASH_SIGNALS = sizeof crash_signals / sizeof *crash_signals };

// A signal handler can reach nothing but statics. They are written before the handler is set.
static int trap_terminal;
static struct termios trap_modes;
static char trap_reset[RESET_BYTES];
static int trap_length;
static struct sigaction trap_before[CRASH_SIGNALS];
static volatile sig_atomic_t trap_armed;
// Its own stack, because a stack overflow is one of the crashes; untouched pages cost no memory. In a section of its
// own it does not lie between the others, which share a page then.
static char trap_stack[STACK_BYTES] __attribute__((section(".bss.trap_stack")));

static void say_crashed(int number) {
  static const char before[] = "memtop: crashed (signal ";
  static const char after[] = "); the terminal was restored\n";
  char digits[3];
  int at = sizeof digits;
  do digits[--at] = (char)('0' + number % 10);
  while ((number /= 10) > 0 && at > 0);
  clinux_output_all(STDERR_FILENO, before, sizeof before - 1, PATIENCE);
  clinux_output_all(STDERR_FILENO, digits + at, sizeof digits - (size_t)at, PATIENCE);
  clinux_output_all(STDERR_FILENO, after, sizeof after - 1, PATIENCE);
}

static void on_crash(int number) {
  // A second crash, in here or in another thread, must not come back.
  for (int i = 0; i < CRASH_SIGNALS; i++) signal(crash_signals[i], SIG_DFL);
  // A background process that sets terminal modes would be stopped instead of ending.
  signal(SIGTTOU, SIG_IGN);
  unsigned long length = (unsigned long)trap_length;
  clinux_output_end(trap_terminal, trap_reset, length, trap_reset, length, PATIENCE);
  tcsetattr(trap_terminal, TCSANOW, &trap_modes);
  say_crashed(number);

  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, number);
  sigprocmask(SIG_UNBLOCK, &one, NULL);
  raise(number);
  _exit(128 + number);
}

int clinux_trap_arm(int terminal, const char *reset, int length) {
  if (length < 0 || length > RESET_BYTES) return -EINVAL;
  if (tcgetattr(terminal, &trap_modes) != 0) return -errno;
  trap_terminal = terminal;
  trap_length = length;
  memcpy(trap_reset, reset, (size_t)length);

  stack_t stack = {.ss_sp = trap_stack, .ss_size = sizeof trap_stack};
  if (sigaltstack(&stack, NULL) != 0) return -errno;
  struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < CRASH_SIGNALS; i++) sigaction(crash_signals[i], &action, &trap_before[i]);
  trap_armed = 1;
  return 0;
}

void clinux_trap_disarm(void) {
  if (!trap_armed) return;
  trap_armed = 0;
  for (int i = 0; i < CRASH_SIGNALS; i++) sigaction(crash_signals[i], &trap_before[i], NULL);
}
