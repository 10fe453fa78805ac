// Processes that hold memory of a wanted kind, and one that grows.
#pragma once
#include <stddef.h>
#include <sys/types.h>

enum { pageBytes = 4096 };

struct worker {
  char name[16], kind[16], group[256];
  long kib;
  int adj;
  pid_t pids[2];  // the second is a child that the kind brings along, or 0
};

struct hog {
  char kind[16], group[256];
  int adj;
  pid_t pid;
  int command, answer;
};

void fail(const char *what);
void writeFile(const char *path, const char *text);

// Both return when the memory is there.
void startWorker(struct worker *w, const char *file);
void startHog(struct hog *h, const char *group);

// Starts growing by so many pages; the answer is one byte.
void growHog(struct hog *h, unsigned pages);
