// What ncursesw asks the C library of characters, answered for UTF-8 and by memtop's own table. The C library
// answers for the process's locale, and a static one finds no locales on most hosts. The names are the
// library's: the linker takes the program's own functions first, also for a shared libncursesw.
// There is nothing to set: where the terminal does not take UTF-8, memtop sends it ASCII alone.
#include "CCurses.h"

#include <errno.h>
#include <langinfo.h>
#include <stddef.h>
#include <stdio.h>
#include <wchar.h>
#include <wctype.h>

#include "widths.h"

enum { REPLACEMENT = 0xfffd, SURROGATES = 0xd800, SURROGATES_END = 0xe000, END = 0x110000 };

const char *ccurses_unicode_version(void) { return CCURSES_UNICODE_VERSION; }

int ccurses_character_width(uint32_t scalar) {
  if (scalar - 0x20 < 0x5f) return 1;
  if (scalar >= END) return -1;
  size_t low = 0, high = sizeof ranges / sizeof *ranges;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (scalar > ranges[middle].last)
      low = middle + 1;
    else if (scalar < ranges[middle].first)
      high = middle;
    else
      return ranges[middle].width;
  }
  return 1;
}

int wcwidth(wchar_t character) {
  return character == 0 ? 0 : ccurses_character_width((uint32_t)character);
}

// Where the character set is another, ncursesw has the terminal repeat characters below 256 by their number,
// which is no UTF-8. The other items are those of the locale C, as far as a number is written by one.
char *nl_langinfo(nl_item item) {
  return item == CODESET ? "UTF-8" : item == RADIXCHAR ? "." : "";
}

int iswprint(wint_t character) { return ccurses_character_width(character) >= 0; }

// Only what is one byte in UTF-8 is one.
int wctob(wint_t character) { return character < 0x80 ? (int)character : EOF; }
wint_t btowc(int byte) { return byte >= 0 && byte < 0x80 ? (wint_t)byte : WEOF; }

int ccurses_encode(uint32_t c, char bytes[4]) {
  if (c < 0x80) return bytes[0] = (char)c, 1;
  if (c >= END || (c >= SURROGATES && c < SURROGATES_END)) return 0;
  int rest = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  for (int i = rest; i > 0; i--, c >>= 6) bytes[i] = (char)(0x80 | (c & 0x3f));
  bytes[0] = (char)((0xff00 >> (rest + 1)) | c);
  return rest + 1;
}

int ccurses_decode(const char *text, size_t count, uint32_t *character) {
  static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
  const unsigned char *bytes = (const unsigned char *)text;
  if (count == 0) return 0;
  uint32_t c = bytes[0];
  int rest = c < 0x80                ? 0
             : c >= 0xc2 && c < 0xe0 ? 1
             : c >= 0xe0 && c < 0xf0 ? 2
             : c >= 0xf0 && c < 0xf5 ? 3
                                     : -1;
  *character = REPLACEMENT;
  if (rest < 0) return 1;
  if (rest > 0) c &= 0x3fu >> rest;
  for (int i = 1; i <= rest; i++) {
    if ((size_t)i == count) return 0;
    if ((bytes[i] & 0xc0) != 0x80) return i + 1;
    c = c << 6 | (bytes[i] & 0x3f);
  }
  if (c >= least[rest] && c < END && !(c >= SURROGATES && c < SURROGATES_END)) *character = c;
  return rest + 1;
}

size_t wcrtomb(char *bytes, wchar_t character, mbstate_t *state) {
  (void)state;
  if (!bytes) return 1;
  int length = ccurses_encode((uint32_t)character, bytes);
  return length ? (size_t)length : (errno = EILSEQ, (size_t)-1);
}

int mbtowc(wchar_t *character, const char *bytes, size_t count) {
  // There are no shift states to forget.
  if (!bytes) return 0;
  uint32_t c;
  int length = ccurses_decode(bytes, count, &c);
  if (length == 0) return errno = EILSEQ, -1;
  if (character) *character = (wchar_t)c;
  return c ? length : 0;
}

int mblen(const char *bytes, size_t count) { return mbtowc(NULL, bytes, count); }
