/* The floor: what it costs to read a group's usage and statistics, in C.
 *
 *   groups SWEEPS DIRECTORY
 *
 * Opens usage (memory.current, of v1 memory.usage_in_bytes) and memory.stat of the directory and of all below
 * it once, then reads them again and again, and adds up the numbers in them in place of a parser. Prints the
 * CPU milliseconds of each sweep, one number a line. The sweeps follow one another at once, so caches stay
 * warm: a monitor that sleeps between refreshes has it harder. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { warm_up = 2, most = 1 << 17 };

static int files[most];
static int count;

static int open_below(const char *folder, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return open(path, O_RDONLY | O_CLOEXEC);
}

static int take(const char *path, const struct stat *status, int kind, struct FTW *at) {
  (void)status;
  (void)at;
  if (kind != FTW_D || count + 2 > most) return 0;
  int usage = open_below(path, "memory.current");
  if (usage < 0) usage = open_below(path, "memory.usage_in_bytes");
  int stat = open_below(path, "memory.stat");
  if (usage < 0 || stat < 0) {
    perror(path);
    exit(71);
  }
  files[count++] = usage;
  files[count++] = stat;
  return 0;
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

static double milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: groups SWEEPS DIRECTORY\n");
    return 64;
  }
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  nftw(argv[2], take, 16, FTW_PHYS);
  volatile uint64_t sink = 0; /* keeps the sums from being optimised away */
  for (int i = -warm_up; i < atoi(argv[1]); i++) {
    static char text[1 << 16];
    double start = milliseconds();
    for (int file = 0; file < count; file++)
      sink += sum_of_numbers(text, pread(files[file], text, sizeof text, 0));
    if (i >= 0) printf("%.3f\n", milliseconds() - start);
  }
  return 0;
}
