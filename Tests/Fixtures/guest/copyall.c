// Copies small files as capture.sh asks on standard input: FROM INTO NAME..., one folder a line.
// One process instead of one for each folder: an emulated machine needs that for a tree a second.
// A file that exists and cannot be read is named on standard output.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char buffer[1 << 20];

static void makeFolders(char *path) {
  for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
    *slash = 0;
    mkdir(path, 0755);
    *slash = '/';
  }
  mkdir(path, 0755);
}

static void copy(int folder, int into, const char *from, const char *name) {
  int source = openat(folder, name, O_RDONLY | O_CLOEXEC);
  if (source < 0) {
    if (errno != ENOENT) printf("%s/%s\n", from + 1, name);
    return;
  }
  size_t size = 0;
  ssize_t n;
  while ((n = read(source, buffer + size, sizeof buffer - size)) > 0) size += (size_t)n;
  close(source);
  if (n < 0) {
    if (errno != ESRCH) printf("%s/%s\n", from + 1, name);
    return;
  }
  int target = openat(into, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (target < 0 || write(target, buffer, size) != (ssize_t)size) perror(name);
  if (target >= 0) close(target);
}

int main(void) {
  static char line[4096];
  while (fgets(line, sizeof line, stdin)) {
    char *save, *from = strtok_r(line, " \n", &save), *path = strtok_r(NULL, " \n", &save);
    if (!from || !path) continue;
    int folder = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 && errno == ENOENT) continue;  // a process that has ended
    makeFolders(path);
    int into = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (char *name; (name = strtok_r(NULL, " \n", &save));) copy(folder, into, from, name);
    close(folder);
    close(into);
    rmdir(path);  // nothing was there to copy
  }
  return 0;
}
