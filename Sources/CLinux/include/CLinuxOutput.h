// Writing to a terminal that may take nothing: ^S stopped it, or nobody reads its other end. All of it
// may be called in a signal handler.
#ifndef CLINUX_OUTPUT_H
#define CLINUX_OUTPUT_H

#include <stdint.h>

// A description of the terminal of our own, whose writes never wait: O_NONBLOCK on the one that the
// shell and other programs share would reach them too. Where the terminal cannot be opened again it
// is a duplicate of `fd`. Returns a descriptor, or -errno.
int clinux_output_open(int fd);

// Writes what is taken at once. Returns the bytes that were, 0 where none; -errno where there is
// nobody to write to any more.
long clinux_output_write(int fd, const char *bytes, unsigned long count);

// Writes all of it, and gives up after `patience` milliseconds. Returns what was not written.
unsigned long clinux_output_all(int fd, const char *bytes, unsigned long count, int patience);

// The last words to a terminal: lets it go on where ^S stopped it, and writes `last`. Where it does not
// take them within `patience` milliseconds they are thrown away, with what waits before them, so that
// `reset` finds room in their place.
void clinux_output_end(int fd, const char *last, unsigned long last_count, const char *reset,
                       unsigned long reset_count, int patience);

// A file in memory for ncurses to write into: memfd_create is an extension of glibc's headers. Returns
// a descriptor, or -errno.
int clinux_output_memory(void);

// Moves up to `capacity` bytes of what was written into the file from `offset` on into the buffer, and
// returns their number, or -errno.
long clinux_output_read(int memory, char *buffer, unsigned long capacity, unsigned long offset);

// How much was written into the file.
unsigned long clinux_output_length(int memory);

// The next write goes to the file's beginning.
void clinux_output_rewind(int memory);

#endif
