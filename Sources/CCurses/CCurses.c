#include "CCurses.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

enum { ROW_CELLS = 512 };

SCREEN *ccurses_open(const char *terminal, int output) {
  FILE *file = fdopen(output, "w");
  if (!file) return NULL;
  // LINES and COLUMNS may name a size that nothing has room for, and the terminal has its own.
  use_env(FALSE);
  // Else an entry that tells no size, as the Linux console's, is refused: the output is no terminal.
  use_tioctl(TRUE);
  return newterm(terminal, file, stdin);
}

void ccurses_forget_terminal(void) {
  if (cur_term) del_curterm(cur_term);
}

bool ccurses_has_capability(const char *name) {
  const char *text = tigetstr(name);
  return text != NULL && text != (char *)-1;
}

int ccurses_direct_bits(int bits[3]) {
  int all = 0;
  if (tigetflag("RGB") == 1) {
    while (all < 30 && 1 << (all + 1) <= COLORS) all++;
    bits[0] = bits[1] = (all + 2) / 3;
    bits[2] = all - bits[0] - bits[1];
    return bits[2] > 0;
  }
  int each = tigetnum("RGB");
  if (each > 0) {
    bits[0] = bits[1] = bits[2] = each;
    return each <= 8;
  }
  return ccurses_has_capability("RGB") &&
         sscanf(tigetstr("RGB"), "%2d/%2d/%2d", &bits[0], &bits[1], &bits[2]) == 3 &&
         bits[0] > 0 && bits[1] > 0 && bits[2] > 0 && bits[0] <= 8 && bits[1] <= 8 && bits[2] <= 8;
}

int ccurses_capability(const char *name, char *buffer, int size) {
  if (!ccurses_has_capability(name)) return 0;
  const char *text = tigetstr(name);
  int count = 0;
  while (*text) {
    const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
    if (end) {
      text = end + 1;
      continue;
    }
    if (count == size) return 0;
    buffer[count++] = *text++;
  }
  return count;
}

int ccurses_colors(void) { return COLORS; }
int ccurses_color_pairs(void) { return COLOR_PAIRS; }
int ccurses_lines(void) { return LINES; }
int ccurses_columns(void) { return COLS; }

void ccurses_fit(int height, int width) {
  // Smaller than the screen, it does not grow with it.
  mvwin(stdscr, 0, 0);
  wresize(stdscr, 1, 1);
  resizeterm(height, width);
  wresize(stdscr, 1, width);
}

void ccurses_repaint_all(void) { clearok(curscr, TRUE); }

attr_t ccurses_bold(void) { return A_BOLD; }
attr_t ccurses_dim(void) { return A_DIM; }
attr_t ccurses_underline(void) { return A_UNDERLINE; }
attr_t ccurses_reverse(void) { return A_REVERSE; }
attr_t ccurses_pair(int pair) { return COLOR_PAIR(pair); }

void ccurses_put_row(int y, const ccurses_cell *cells, int count, int cursor) {
  cchar_t row[ROW_CELLS + 1];
  mvwin(stdscr, y, 0);
  for (int start = 0; start < count;) {
    // A chunk never begins with the right half of a wide character.
    int end = count - start > ROW_CELLS ? start + ROW_CELLS : count;
    while (end < count && end > start + 1 && cells[end].scalar == 0) end--;
    int n = 0;
    for (int i = start; i < end; i++) {
      if (cells[i].scalar == 0) continue;
      const wchar_t text[3] = {(wchar_t)cells[i].scalar, (wchar_t)cells[i].mark, 0};
      setcchar(&row[n++], text, cells[i].attributes, (short)cells[i].pair, NULL);
    }
    mvwadd_wchnstr(stdscr, 0, start, row, n);
    start = end;
  }
  // What is left is of the row before.
  if (count < getmaxx(stdscr)) {
    wmove(stdscr, 0, count);
    wclrtoeol(stdscr);
  }
  leaveok(stdscr, cursor < 0);
  if (cursor >= 0) wmove(stdscr, 0, cursor);
  wnoutrefresh(stdscr);
}

int ccurses_read(WINDOW *window, uint32_t *value) {
  wint_t character = 0;
  errno = 0;
  int result = wget_wch(window, &character);
  *value = (uint32_t)character;
  if (result == KEY_CODE_YES) return CCURSES_CODE;
  if (result == OK) return CCURSES_CHARACTER;
  return errno == EIO ? CCURSES_GONE : CCURSES_NOTHING;
}
