// libbpf, as far as memtop needs it: load the process program, then read it again and again.
//
// libbpf tells what went wrong through a variadic callback, which Swift cannot give.
#ifndef CBPF_H
#define CBPF_H

#include <stddef.h>
#include <stdint.h>

#include "memtop_task.h"

// What libbpf and the kernel's verifier said; the end of it, where it is longer.
struct cbpf_log {
  char *text;
  size_t capacity;
  size_t length;
};

// Loads the object's only program and makes it an iterator. Returns a descriptor, or -errno.
//
// `processors` there can be: their own counts are summed up; 0 leaves them out.
int cbpf_load(const void *object, size_t size, int processors, struct cbpf_log *log);

// Starts a run over all processes. Returns a descriptor to read records from, or -errno.
int cbpf_run(int iterator);

// How many processors this system can have; 0 where that is not told.
int cbpf_possible_processors(void);

#endif
