// Gives the terminal back when the program crashes. A Swift trap is a signal, and a Swift function
// cannot run in a signal handler: it may allocate or take the runtime's locks.
#ifndef CLINUX_TRAP_H
#define CLINUX_TRAP_H

// Saves the terminal's modes and catches the signals that mean a crash: the handler writes `reset`
// to the terminal, puts its modes back, says so on stderr and lets the signal end the process. A terminal
// that takes nothing does not hold it up. `terminal` is best a descriptor of clinux_output_open.
// Returns 0, or -errno.
int clinux_trap_arm(int terminal, const char *reset, int length);

// Puts back the signal actions that were there before.
void clinux_trap_disarm(void);

#endif
