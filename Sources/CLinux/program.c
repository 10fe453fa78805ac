// memtop's own memory. Swift has no dl_iterate_phdr: glibc declares it for GNU only.
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CLinuxProgram.h"

static int let_go(struct dl_phdr_info *object, size_t size, void *page_size) {
  (void)size;
  const uintptr_t page = *(const uintptr_t *)page_size;
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = object->dlpi_phdr + i;
    // A segment that is never written to is as its file has it.
    if (segment->p_type != PT_LOAD || segment->p_flags & PF_W) continue;
    uintptr_t start = object->dlpi_addr + segment->p_vaddr;
    uintptr_t first = start & ~(page - 1);
    madvise((void *)first, start + segment->p_memsz - first, MADV_DONTNEED);
  }
  return 0;
}

void clinux_let_go_of_program(void) {
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  dl_iterate_phdr(let_go, &page);
}

void clinux_let_go_of_stack(void) {
  // Above are the frames that return; a page below is for the calls made here.
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), depth = 1 << 20;
  uintptr_t end = ((uintptr_t)__builtin_frame_address(0) & ~(page - 1)) - page;
  // What of it was never reached is not mapped: it is passed over.
  madvise((void *)(end - depth), depth, MADV_DONTNEED);
}

void clinux_set_mmap_threshold(int bytes) { mallopt(M_MMAP_THRESHOLD, bytes); }

void clinux_trim_heap(void) {
  // malloc_trim gives back the end of the first thread's heap alone; the free of a large block does so in any, by
  // what is set of it.
  enum { large = 1 << 16, by_default = 128 << 10 };
  mallopt(M_TOP_PAD, 0);
  mallopt(M_TRIM_THRESHOLD, 0);
  void *volatile block = malloc(large);
  free(block);
  mallopt(M_TRIM_THRESHOLD, by_default);
  mallopt(M_TOP_PAD, by_default);
  malloc_trim(0);
}
