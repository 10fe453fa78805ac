// The pages of memtop's own program and libraries.
#ifndef CLINUX_PROGRAM_H
#define CLINUX_PROGRAM_H

// Lets go of those that nothing writes to. One that is needed comes back from the page cache when it is
// touched; those that only starting up needed do not.
void clinux_let_go_of_program(void);

#endif
