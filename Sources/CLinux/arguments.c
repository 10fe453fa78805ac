#include "CLinuxArguments.h"

#include <stddef.h>

// Written once, before main runs.
static const char *const none[] = {NULL};
static const char *const *arguments = none;

// glibc calls constructors with what main gets.
__attribute__((constructor)) static void take(int count, char **values) {
  if (count > 0) arguments = (const char *const *)values;
}

const char *const *clinux_arguments(void) { return arguments; }
