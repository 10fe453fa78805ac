// Takes as many MiB as it is told, step by step, and keeps them: memory that must be killed for, or swapped.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int count, char **words) {
  int size = count > 1 ? atoi(words[1]) : 64;
  for (int taken = 0; taken < size; taken++) {
    char *memory = malloc(1 << 20);
    if (memory == NULL) return 1;
    // Bytes that neither zswap nor the kernel can make one page of.
    for (int at = 0; at < 1 << 20; at += 64) memory[at] = (char)rand();
    usleep(5000);
  }
  pause();
  return 0;
}
