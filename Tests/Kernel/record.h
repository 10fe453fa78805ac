// Snapshots of /proc in memory that is locked: taking one must not be what runs the system short.
#pragma once
#include <stddef.h>
#include <sys/types.h>

void prepareRecord(void);

// A file that belongs to every snapshot.
void recordAlso(const char *path);
// A file of every process, beside those that are always recorded.
void recordOfEach(const char *name);
// Only processes of this group and those below it; without one, all.
void recordMembersOf(const char *group);

// Takes the newest snapshot; the one before stays until the next.
void takeSnapshot(void);
// Keeps the newest snapshot for good, or the one before.
void keepSnapshot(int before);
// Keeps a line of text.
void keepLine(const char *format, ...) __attribute__((format(printf, 1, 2)));

void writeRecord(const char *path);
