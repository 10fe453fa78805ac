/* The floor: what it costs to open, read and close the same files of every process, in C.
 *
 *   sweep SWEEPS FILE...
 *
 * Lists /proc, then reads /proc/PID/FILE for each process and each FILE, and adds up the numbers
 * in it in place of a parser. Prints the CPU time of each sweep in milliseconds, one a line. The
 * sweeps follow one another at once, so caches stay warm: a monitor that sleeps between refreshes
 * has it harder. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { warm_up = 2 };

static double cpu_milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint64_t sum_of_numbers(const char *text, ssize_t length) {
  uint64_t sum = 0, value = 0;
  for (ssize_t i = 0; i < length; i++) {
    unsigned digit = (unsigned char)text[i] - '0';
    if (digit < 10) {
      value = value * 10 + digit;
    } else {
      sum += value;
      value = 0;
    }
  }
  return sum + value;
}

static uint64_t sweep(DIR *proc, char **files) {
  static char text[1 << 16];
  uint64_t sum = 0;
  rewinddir(proc);
  for (struct dirent *entry; (entry = readdir(proc)) != NULL;) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    char path[320];
    char *name = stpcpy(stpcpy(path, entry->d_name), "/");
    for (char **file = files; *file != NULL; file++) {
      strcpy(name, *file);
      int fd = openat(dirfd(proc), path, O_RDONLY | O_CLOEXEC);
      if (fd < 0) continue;
      sum += sum_of_numbers(text, read(fd, text, sizeof text));
      close(fd);
    }
  }
  return sum;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: sweep SWEEPS FILE...\n");
    return 64;
  }
  DIR *proc = opendir("/proc");
  if (proc == NULL) return 66;
  volatile uint64_t sink = 0; /* keeps the sums from being optimised away */
  for (int i = -warm_up; i < atoi(argv[1]); i++) {
    double start = cpu_milliseconds();
    sink += sweep(proc, argv + 2);
    if (i >= 0) printf("%.3f\n", cpu_milliseconds() - start);
  }
  return 0;
}
