// The command line as main was given it. Swift's CommandLine reads /proc/self/cmdline, which is not
// there where /proc is not mounted.
#ifndef CLINUX_ARGUMENTS_H
#define CLINUX_ARGUMENTS_H

// The arguments, ended by a null pointer; the first is the program's name. They live as long as the
// process.
const char *const *clinux_arguments(void);

#endif
