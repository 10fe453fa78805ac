/* The floor of a BPF source: what it costs to take one record of every process from the kernel.
 *
 *   iterate OBJECT SWEEPS
 *
 * Prints the CPU time of each sweep in milliseconds, one a line. Needs the rights to load BPF. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "iterate.h"

enum { warm_up = 2, buffer_bytes = 256 << 10 };

static double cpu_milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int print_warnings(enum libbpf_print_level level, const char *format, va_list arguments) {
  return level == LIBBPF_WARN ? vfprintf(stderr, format, arguments) : 0;
}

static uint64_t sweep(int link) {
  static char buffer[buffer_bytes];
  uint64_t sum = 0;
  size_t filled = 0;
  int fd = bpf_iter_create(link);
  if (fd < 0) exit(71);
  for (ssize_t n; (n = read(fd, buffer + filled, sizeof buffer - filled)) > 0;) {
    filled += (size_t)n;
    size_t at = 0;
    for (; at + sizeof(struct task_record) <= filled; at += sizeof(struct task_record)) {
      struct task_record record;
      memcpy(&record, buffer + at, sizeof record);
      sum += (uint64_t)(record.rss[0] + record.rss[1] + record.rss[3] + record.page_tables);
    }
    memmove(buffer, buffer + at, filled - at);
    filled -= at;
  }
  close(fd);
  return sum;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: iterate OBJECT SWEEPS\n");
    return 64;
  }
  libbpf_set_print(print_warnings);
  struct bpf_object *object = bpf_object__open_file(argv[1], NULL);
  if (object == NULL || bpf_object__load(object) != 0) return 69;
  struct bpf_program *program = bpf_object__find_program_by_name(object, "iterate");
  struct bpf_link *link = program ? bpf_program__attach_iter(program, NULL) : NULL;
  if (link == NULL) return 69;
  volatile uint64_t sink = 0; /* keeps the sums from being optimised away */
  for (int i = -warm_up; i < atoi(argv[2]); i++) {
    double start = cpu_milliseconds();
    sink += sweep(bpf_link__fd(link));
    if (i >= 0) printf("%.3f\n", cpu_milliseconds() - start);
  }
  return 0;
}
