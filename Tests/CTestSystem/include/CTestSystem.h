// What tests need of the system and Swift cannot call.
#ifndef CTEST_SYSTEM_H
#define CTEST_SYSTEM_H

#include <stdint.h>

// Children to act on: Swift has neither fork nor clone. Each ends by itself after two minutes, should
// a test not end it.

// A child with a copy of this process's memory, that waits for signals. -errno when there is none.
int ctest_fork(void);

// The same under a pid of choice, which has to be free; the kernel lets root choose. Since: 5.5.
int ctest_fork_as(int pid);

// A child that lives in this process's memory, that waits for signals. -errno when there is none.
int ctest_clone_vm(void);

// A child whose first thread has ended while another, which waits, lives on. -errno when there is none.
int ctest_headless(void);

// A child that has ended and whose status nobody took. -errno when there is none.
int ctest_zombie(void);

// A child that keeps one more piece of memory for each byte that comes in by `orders`, and answers by a
// byte in `done`. -errno when there is none.
int ctest_leaking(int piece, int *orders, int *done);

// Ends a child and takes its status; 0, or the number of the signal that ended it.
int ctest_end(int pid);

// Removes a folder with all that is in it: Swift's Glibc module has no nftw.
void ctest_remove_tree(const char *path);

// The calling thread's effective capabilities by capget(2), which glibc has no header for.
uint64_t ctest_effective_capabilities(void);

#endif
