// Extended attributes of what is open: the overlay has no sys/xattr.h. All return -errno at once.
#ifndef CLINUX_ATTRIBUTE_H
#define CLINUX_ATTRIBUTE_H

#include <errno.h>
#include <sys/xattr.h>

static inline long clinux_attribute_get(int fd, const char *name, void *value,
                                        unsigned long capacity) {
  long count = fgetxattr(fd, name, value, capacity);
  return count < 0 ? -(long)errno : count;
}

static inline int clinux_attribute_set(int fd, const char *name, const void *value,
                                       unsigned long count) {
  return fsetxattr(fd, name, value, count, 0) < 0 ? -errno : 0;
}

#endif
