// Runs a command as somebody else, or inside a container made of namespaces.
//
//   box user UID COMMAND [ARGUMENT]...
//   box container GROUP HOST COMMAND [ARGUMENT]...   GROUP: a cgroup v2 directory to be its root
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

static void check(int result, const char *what) {
  if (result >= 0) return;
  fprintf(stderr, "box: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void joinGroup(const char *group) {
  char path[512];
  snprintf(path, sizeof path, "%s/cgroup.procs", group);
  FILE *f = fopen(path, "w");
  if (!f) check(-1, path);
  fputs("0", f);
  check(fclose(f) == 0 ? 0 : -1, path);
}

// Private /proc, cgroup and host name; the file system stays shared, for the capture to leave it.
static void enterContainer(const char *group, const char *host) {
  joinGroup(group);
  check(unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS), "unshare");
  pid_t pid = fork();
  check(pid, "fork");
  if (pid > 0) {
    int status;
    check(waitpid(pid, &status, 0), "waitpid");
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
  }
  check(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
  check(mount("proc", "/proc", "proc", 0, NULL), "mount proc");
  check(umount2("/sys/fs/cgroup", MNT_DETACH), "umount cgroup");
  check(mount("cgroup2", "/sys/fs/cgroup", "cgroup2", MS_RDONLY, NULL), "mount cgroup2");
  check(sethostname(host, strlen(host)), "sethostname");
}

int main(int count, char **words) {
  if (count > 3 && !strcmp(words[1], "user")) {
    check(setgid((gid_t)atoi(words[2])), "setgid");
    check(setuid((uid_t)atoi(words[2])), "setuid");
    words += 3;
  } else if (count > 4 && !strcmp(words[1], "container")) {
    enterContainer(words[2], words[3]);
    words += 4;
  } else {
    fprintf(stderr, "usage: box user UID COMMAND... | box container GROUP HOST COMMAND...\n");
    return 64;
  }
  execvp(words[0], words);
  check(-1, words[0]);
}
