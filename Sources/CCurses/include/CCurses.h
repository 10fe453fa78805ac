// ncursesw for Swift: the functions come through as they are; what Swift cannot import (globals,
// which it takes for unsafe shared state, and macros with arguments or casts) has a small function.
#ifndef CCURSES_H
#define CCURSES_H

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <ncursesw/curses.h>
// term.h names nearly every terminfo capability with a macro of one short word; only this
// function is wanted, and it is declared here instead.
int setupterm(const char *name, int descriptor, int *result);

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// newterm wants FILE pointers, and `stdin` is a global. What ncurses sends is written to `output`, which
// need not be the terminal. Returns nil when the terminal could not be opened.
SCREEN *ccurses_open(const char *terminal, int output);

// Drops what setupterm loaded: `cur_term` is a global.
void ccurses_forget_terminal(void);

// Whether the terminal has a capability: tigetstr answers with the pointers 0 and -1 for two kinds
// of no.
bool ccurses_has_capability(const char *name);

// Whether a colour's number is its red, green and blue (direct colour), and how many bits each has, the
// highest first. `RGB` is a flag, a number or a string (user_caps(5)). The screen has to be open.
int ccurses_direct_bits(int bits[3]);

// A capability without its padding (`$<5>`), which only tputs understands. Returns the bytes
// written, 0 where the terminal does not have it or it does not fit.
int ccurses_capability(const char *name, char *buffer, int size);

// `COLORS`, `COLOR_PAIRS`, `LINES` and `COLS` are globals.
int ccurses_colors(void);
int ccurses_color_pairs(void);
int ccurses_lines(void);
int ccurses_columns(void);

// Takes over the terminal's size. `stdscr` becomes one row of it, which every row is written through: as a
// window of the whole screen it would hold each cell, 28 bytes, a third time.
void ccurses_fit(int height, int width);

// The next doupdate paints everything again: `curscr` is a global.
void ccurses_repaint_all(void);

// A_BOLD, A_DIM, A_UNDERLINE, A_REVERSE and COLOR_PAIR are macros with casts.
attr_t ccurses_bold(void);
attr_t ccurses_dim(void);
attr_t ccurses_underline(void);
attr_t ccurses_reverse(void);
attr_t ccurses_pair(int pair);

// One cell: `cchar_t` holds an array, which Swift sees as a tuple, and its size depends on how
// ncurses was built.
typedef struct {
  uint32_t scalar;
  uint32_t mark;
  attr_t attributes;
  int pair;
} ccurses_cell;

// Hands one row of cells from column 0 to the next doupdate. A cell with scalar 0 is the right half of the
// wide character before it. The row that comes last says where the cursor stands, or nowhere (-1).
void ccurses_put_row(int y, const ccurses_cell *cells, int count, int cursor);

// Cells that a character takes, 0 for what is drawn within another's, -1 where it cannot be printed: by
// the table in widths.h, whose version of Unicode the other function tells. ncurses counts by the same.
int ccurses_character_width(uint32_t scalar);
const char *ccurses_unicode_version(void);

// A character's bytes in UTF-8, and how many; 0 for what is none.
int ccurses_encode(uint32_t scalar, char bytes[4]);

// The length of the character that the bytes begin with, 0 where more of it is to come. Bytes that can be none
// are one that stands for it, or ncurses would take key after key for the rest of it.
int ccurses_decode(const char *bytes, size_t count, uint32_t *scalar);

// One thing read from the keyboard: wget_wch tells code, character and failure apart by its return
// value, and `errno` must be read before anything else runs.
enum { CCURSES_NOTHING, CCURSES_CHARACTER, CCURSES_CODE, CCURSES_GONE };
int ccurses_read(WINDOW *window, uint32_t *value);

#endif
