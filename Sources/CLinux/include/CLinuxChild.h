// Starts a program that ends with us. posix_spawn cannot ask for that.
#ifndef CLINUX_CHILD_H
#define CLINUX_CHILD_H

// Runs a program whose standard output is read from `*output`, and which has nothing else of ours: no
// descriptor, no environment, no blocked or ignored signal. The kernel kills it when the calling thread
// ends, in whatever way, and also while it is stopped. With `takes_errors` its standard error is read there
// too. Returns its pid, or -errno.
int clinux_child_start(const char *path, char *const arguments[], char *const environment[],
                       int takes_errors, int *output);

#endif
