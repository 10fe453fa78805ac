/* The floor: what it costs to read the same files of every process, in C.
 *
 *   sweep SWEEPS KEPT FILE...
 *
 * Lists /proc, then reads /proc/PID/FILE for each process and each FILE, and adds up the numbers in
 * it in place of a parser; of a FILE "." it asks the owner. KEPT files stay open from sweep to sweep,
 * as memtop keeps them; the others are opened, read and closed. Prints milliseconds, one number a
 * line: the time that the first sweep took, which keeps nothing, then the CPU time of each that is
 * measured. The sweeps follow one another at once, so caches stay warm: a monitor that sleeps between
 * refreshes has it harder. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { warm_up = 3, most_files = 8 };

struct process {
  long pid;
  int kept[most_files];
};

static struct process *processes;
static long known, room, kept, most_kept;

static double milliseconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
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

/* The herd does not change, so a process stands at the same place in every sweep. */
static struct process *process_at(long place, long pid) {
  if (place == room) {
    room = room ? room * 2 : 1024;
    processes = realloc(processes, (size_t)room * sizeof *processes);
    if (processes == NULL) exit(71);
  }
  struct process *process = &processes[place];
  if (place >= known || process->pid != pid) {
    process->pid = pid;
    for (int i = 0; i < most_files; i++) process->kept[i] = -1;
    known = place + 1;
  }
  return process;
}

static uint64_t sweep(DIR *proc, char **files, int keeps) {
  static char text[1 << 16];
  uint64_t sum = 0;
  long place = 0;
  rewinddir(proc);
  for (struct dirent *entry; (entry = readdir(proc)) != NULL;) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    struct process *process = process_at(place++, atol(entry->d_name));
    char path[320];
    char *name = stpcpy(stpcpy(path, entry->d_name), "/");
    for (int i = 0; files[i] != NULL; i++) {
      if (strcmp(files[i], ".") == 0) {
        struct stat status;
        if (fstatat(dirfd(proc), entry->d_name, &status, 0) == 0) sum += status.st_uid;
        continue;
      }
      int fd = process->kept[i];
      if (fd >= 0) {
        sum += sum_of_numbers(text, pread(fd, text, sizeof text, 0));
        continue;
      }
      strcpy(name, files[i]);
      fd = openat(dirfd(proc), path, O_RDONLY | O_CLOEXEC);
      if (fd < 0) continue;
      sum += sum_of_numbers(text, read(fd, text, sizeof text));
      if (keeps && kept < most_kept) {
        process->kept[i] = fd;
        kept++;
      } else {
        close(fd);
      }
    }
  }
  return sum;
}

int main(int argc, char **argv) {
  if (argc < 4 || argc - 3 > most_files) {
    fprintf(stderr, "usage: sweep SWEEPS KEPT FILE...\n");
    return 64;
  }
  DIR *proc = opendir("/proc");
  if (proc == NULL) return 66;
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  most_kept = atol(argv[2]);
  volatile uint64_t sink = 0; /* keeps the sums from being optimised away */
  for (int i = -warm_up; i < atoi(argv[1]); i++) {
    clockid_t clock = i == -warm_up ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID;
    double start = milliseconds(clock);
    sink += sweep(proc, argv + 3, i > -warm_up);
    if (i == -warm_up || i >= 0) printf("%.3f\n", milliseconds(clock) - start);
  }
  return 0;
}
