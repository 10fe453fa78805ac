#include "CFuzz.h"

#include <stdio.h>

// In libFuzzer, which has no header.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*take)(const uint8_t *, size_t));

int fuzz_main(int argc, char **argv) {
  if (argc < 2 || !fuzz_choose(argv[1])) {
    fprintf(stderr, "usage: fuzz GROUP [libFuzzer's arguments]\n");
    return 64;
  }
  argv[1] = argv[0];
  argc -= 1;
  argv += 1;
  return LLVMFuzzerRunDriver(&argc, &argv, fuzz_take);
}
