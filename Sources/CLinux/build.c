#include "CLinuxBuild.h"

#include <sys/auxv.h>

// Written over in the finished file (`make build`), so that a new commit compiles nothing anew.
__attribute__((section("memtop_build"), used)) static volatile const char build[64] = {0};

const char *clinux_build(void) { return (const char *)build; }

// The kernel tells where it put the loader, and 0 where the program needs none.
int clinux_is_static(void) { return getauxval(AT_BASE) == 0; }
