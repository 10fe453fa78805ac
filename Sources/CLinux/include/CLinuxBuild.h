// What the finished file says of its own making. Swift cannot place a constant in a section that is written
// over later.
#ifndef CLINUX_BUILD_H
#define CLINUX_BUILD_H

// The commit that the program was built from; empty where `make build` did not make it.
const char *clinux_build(void);

// Whether the program runs without a loader.
int clinux_is_static(void);

#endif
