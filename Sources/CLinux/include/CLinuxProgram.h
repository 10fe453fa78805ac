// memtop's own memory.
#ifndef CLINUX_PROGRAM_H
#define CLINUX_PROGRAM_H

// Lets go of pages of the program and its libraries that nothing writes to. One that is needed comes back from the page cache when it is
// touched; those that only starting up needed do not.
void clinux_let_go_of_program(void);

// Lets go of what earlier, deeper calls of the first thread left below its stack. For that thread alone.
void clinux_let_go_of_stack(void);

// Blocks of so many bytes and more get a mapping of their own. Swift has no mallopt.
void clinux_set_mmap_threshold(int bytes);

// Gives free pages of the heap back.
void clinux_trim_heap(void);

#endif
