// libFuzzer's driver, and the main that hands over to it.
#ifndef CFUZZ_H
#define CFUZZ_H

#include <stddef.h>
#include <stdint.h>

// Called by name from the linker: SwiftPM makes the executable `fuzz` begin at `fuzz_main`, so that
// libFuzzer's own main stays out. The first argument is the group, the rest are libFuzzer's.
int fuzz_main(int argc, char **argv);

// In Swift: chooses the group; 0 where there is none of that name.
int fuzz_choose(const char *group);

// In Swift: gives one input to the group. Anything that is wrong ends the program.
int fuzz_take(const uint8_t *bytes, size_t count);

#endif
