#define _GNU_SOURCE
#include "CBPF.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// libbpf's callback has no argument of its own, and is called by the thread that calls libbpf.
static _Thread_local struct cbpf_log *current_log;

static void append(struct cbpf_log *log, const char *text, size_t count) {
  if (count > log->capacity) {
    text += count - log->capacity;
    count = log->capacity;
  }
  size_t keep = log->capacity - count;
  if (keep > log->length) keep = log->length;
  memmove(log->text, log->text + log->length - keep, keep);
  memcpy(log->text + keep, text, count);
  log->length = keep + count;
}

// The verifier's whole log comes as one text of any length; its reason stands at the end.
static int note(enum libbpf_print_level level, const char *format, va_list arguments) {
  struct cbpf_log *log = current_log;
  if (!log || level > LIBBPF_WARN) return 0;
  char *text;
  int length = vasprintf(&text, format, arguments);
  if (length < 0) return 0;
  append(log, text, (size_t)length);
  free(text);
  return 0;
}

// A descriptor is all that is kept: the link holds the program, and the program its maps.
static int load(struct bpf_object *object, int processors) {
  struct bpf_map *settings = bpf_object__find_map_by_name(object, ".rodata");
  size_t size = 0;
  int *value = settings ? (int *) bpf_map__initial_value(settings, &size) : NULL;
  if (!value || size < sizeof *value) return -EINVAL;
  *value = processors;
  struct bpf_program *program = bpf_object__next_program(object, NULL);
  if (!program) return -EINVAL;
  if (bpf_object__load(object)) return -errno;
  struct bpf_link *link = bpf_program__attach_iter(program, NULL);
  if (!link) return -errno;
  int descriptor = fcntl(bpf_link__fd(link), F_DUPFD_CLOEXEC, 0);
  if (descriptor < 0) descriptor = -errno;
  bpf_link__destroy(link);
  return descriptor;
}

int cbpf_load(const void *bytes, size_t size, int processors, struct cbpf_log *log) {
  log->length = 0;
  current_log = log;
  // It stays: another thread may load at the same time.
  libbpf_set_print(note);
  LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "memtop");
  struct bpf_object *object = bpf_object__open_mem(bytes, size, &options);
  int result = object ? load(object, processors) : -errno;
  if (object) bpf_object__close(object);
  current_log = NULL;
  return result;
}

int cbpf_run(int iterator) {
  int descriptor = bpf_iter_create(iterator);
  return descriptor < 0 ? -errno : descriptor;
}

int cbpf_possible_processors(void) {
  int count = libbpf_num_possible_cpus();
  return count > 0 ? count : 0;
}
