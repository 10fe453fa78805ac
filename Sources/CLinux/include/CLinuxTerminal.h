// Signals and windows of a terminal, for what the Glibc overlay lacks.
#ifndef CLINUX_TERMINAL_H
#define CLINUX_TERMINAL_H

#include <poll.h>
#include <signal.h>
#include <stdint.h>

// SIG_IGN is a function pointer made by a cast, which Swift does not import.
int clinux_signal_is_ignored(int number);
void clinux_signal_ignore(int number);

// sys/signalfd.h is not in the overlay's module. Returns a descriptor, or -errno.
int clinux_signalfd(const sigset_t *set);

// One signal from a signalfd: its number, or 0 when none waits. `by_kernel` tells a key of the
// terminal (^C) from kill(2).
int clinux_signalfd_next(int fd, int *by_kernel);

// Does to this process what the signal does by default, though it is blocked, and puts mask and
// action back if the process lives on (a stop signal, continued or without effect). SIG_DFL is a
// cast as well.
void clinux_signal_default(int number);

// ioctl is variadic. Returns 0, or -errno; a terminal that does not know its size says 0 × 0.
int clinux_window_size(int fd, int *columns, int *rows);

// Waits until a descriptor is ready or CLOCK_MONOTONIC reaches `deadline` (nanoseconds; UINT64_MAX
// waits for ever). `errno` and the clock are read here, right beside the wait. Returns the number of
// ready descriptors, or -errno.
int clinux_poll_until(struct pollfd *fds, unsigned long count, uint64_t deadline);

#endif
