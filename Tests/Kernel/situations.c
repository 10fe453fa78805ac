// What a process does to a host's memory, until it is killed: the parts of situations.guest.
//
//   situations grow STEP EVERY MOST   takes STEP MiB more every EVERY ms, up to MOST MiB, and holds them
//   situations wave STEP EVERY MOST   the same, then gives all back and begins again
//   situations fill FILE STEP EVERY MOST  the same into a file
//   situations work SIZE              touches SIZE MiB of its own all the time, in any order
//   situations read FILE              reads a file from end to end, again and again
//   situations sockets COUNT EVERY    opens COUNT pairs of sockets every EVERY ms: objects of the kernel's
//   situations hold SIZE              takes SIZE MiB and lets them be
//   situations lock SIZE              the same, and keeps them from being swapped out or dropped
//   situations miss COUNT EVERY       looks for COUNT files that do not exist every EVERY ms
//   situations promise SIZE           asks for SIZE MiB and touches none of it
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { page = 4096 };
static const size_t mebibyte = 1 << 20;
static uint64_t state = 88172645463325252u;

static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  return state ^= state << 17;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void wait_ms(long ms) {
  struct timespec time = {ms / 1000, ms % 1000 * 1000000};
  nanosleep(&time, NULL);
}

static char *map(size_t size) {
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) fail("mmap");
  return memory;
}

// Pages that neither compress nor are alike.
static void fill(char *memory, size_t size) {
  for (size_t at = 0; at < size; at += page) {
    for (size_t word = 0; word < page; word += 64) *(uint64_t *)(memory + at + word) = next();
  }
}

static void grow(size_t step, long every, size_t most, int gives_back) {
  for (;;) {
    char *memory = map(most);
    for (size_t at = 0; at + step <= most; at += step) {
      fill(memory + at, step);
      wait_ms(every);
    }
    if (!gives_back) break;
    munmap(memory, most);
    wait_ms(every);
  }
  for (;;) pause();
}

static void fill_file(const char *path, long step, long every, long most) {
  static char block[1 << 20];
  int file = open(path, O_CREAT | O_WRONLY, 0600);
  if (file < 0) fail(path);
  memset(block, 1, sizeof block);
  for (long at = 0; at + step <= most; at += step) {
    for (long part = 0; part < step; part++) {
      if (write(file, block, sizeof block) < 0) fail(path);
    }
    wait_ms(every);
  }
  for (;;) pause();
}

static void work(size_t size) {
  char *memory = map(size);
  fill(memory, size);
  for (;;) {
    for (int times = 0; times < 64; times++) memory[next() % (size / page) * page]++;
    wait_ms(1);
  }
}

static void read_all(const char *path) {
  static char buffer[1 << 18];
  int file = open(path, O_RDONLY);
  if (file < 0) fail(path);
  for (;;) {
    while (read(file, buffer, sizeof buffer) > 0) wait_ms(1);
    lseek(file, 0, SEEK_SET);
  }
}

static void sockets(long count, long every) {
  struct rlimit most = {1 << 20, 1 << 20};
  if (setrlimit(RLIMIT_NOFILE, &most) < 0) fail("setrlimit");
  for (;;) {
    for (long made = 0; made < count; made++) {
      int pair[2];
      if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) for (;;) pause();
    }
    wait_ms(every);
  }
}

static void hold(size_t size, int is_locked) {
  char *memory = map(size);
  if (is_locked && mlock(memory, size) < 0) fail("mlock");
  fill(memory, size);
  for (;;) pause();
}

static void miss(long count, long every) {
  for (unsigned long number = 0;;) {
    for (long made = 0; made < count; made++) {
      char path[64];
      snprintf(path, sizeof path, "/srv/data/session-%016lx", number++);
      access(path, F_OK);
    }
    wait_ms(every);
  }
}

int main(int count, char **words) {
  if (count < 3) return 64;
  const char *role = words[1];
  long numbers[4] = {0};
  for (int place = 0; place < 4 && place + 2 < count; place++) numbers[place] = atol(words[place + 2]);
  if (!strcmp(role, "grow") || !strcmp(role, "wave")) {
    grow(numbers[0] * mebibyte, numbers[1], numbers[2] * mebibyte, !strcmp(role, "wave"));
  }
  if (!strcmp(role, "work")) work(numbers[0] * mebibyte);
  if (!strcmp(role, "fill")) fill_file(words[2], numbers[1], numbers[2], numbers[3]);
  if (!strcmp(role, "read")) read_all(words[2]);
  if (!strcmp(role, "sockets")) sockets(numbers[0], numbers[1]);
  if (!strcmp(role, "hold") || !strcmp(role, "lock")) hold(numbers[0] * mebibyte, !strcmp(role, "lock"));
  if (!strcmp(role, "miss")) miss(numbers[0], numbers[1]);
  if (!strcmp(role, "promise")) {
    map(numbers[0] * mebibyte);
    for (;;) pause();
  }
  return 64;
}
