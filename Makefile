# One word does each thing: `make help` lists them. Packages are installed where one is missing.
PREFIX ?= /usr/local
DESTDIR ?=
ARGS ?=

# What the source tree says of itself, and the time that is written into what is made of it.
VERSION = $(shell sed -n 's/.*static let release = "\(.*\)"/\1/p' Sources/memtop/CommandLine/BuildVersion.swift)
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2> /dev/null || echo 0)
DATED = SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH)

# Build folders, because their flags differ: tests build in .build, what runs and is installed in
# .build-static. With DYNAMIC=1 its objects are linked again, into .build-dynamic.
DYNAMIC ?=
OBJECTS := .build-static
STATIC := $(if $(DYNAMIC),.build-dynamic,$(OBJECTS))
BINARY := $(STATIC)/memtop

# g++ brings the C library's headers and libstdc++.a; libncurses-dev (libncursesw5-dev is its older
# name) brings libncursesw.a and libtinfo.a, zlib1g-dev brings libz.a, libbpf-dev brings libbpf.a,
# libelf-dev brings libelf.a, which newer Debians build with libzstd-dev's libzstd.a.
BUILD_PACKAGES := ca-certificates git binutils g++ libncurses-dev zlib1g-dev libbpf-dev libelf-dev \
  libzstd-dev python3
TEST_PACKAGES := $(BUILD_PACKAGES) tmux procps util-linux python3
KERNEL_PACKAGES := $(BUILD_PACKAGES) python3
GUEST_PACKAGES := $(KERNEL_PACKAGES) qemu-system-x86 busybox-static cpio kmod xz-utils e2fsprogs
SYSTEMD_PACKAGES := $(GUEST_PACKAGES) mmdebstrap gcc libc6-dev
ROOT_PACKAGES := $(BUILD_PACKAGES) mmdebstrap util-linux python3
MADE_PACKAGES := $(ROOT_PACKAGES) lintian mandoc bash zsh fish
BENCH_PACKAGES := $(BUILD_PACKAGES) clang-14 htop btop atop procps strace util-linux python3

# ld looks here first. The folder holds only archives, so these libraries are linked statically.
ARCHIVES := $(OBJECTS)/archives
ARCHIVE_FILES := $(ARCHIVES)/libncursesw.a $(ARCHIVES)/libtinfo.a $(ARCHIVES)/libstdc++.a \
  $(ARCHIVES)/libz.a $(ARCHIVES)/libbpf.a $(ARCHIVES)/libelf.a $(ARCHIVES)/libzstd.a

# The executable is static: it starts on any Linux, whatever C library is there, or none. With DYNAMIC=1
# only the C library is the host's, as distributions want it; then -no-pie leaves no relocations to apply
# at start, and without --disable-local-rpath a binary that root runs would look for libc beside itself
# first. gold drops unused sections that lld keeps, a quarter of the file, and functions
# that are the same as another: each has its own section. The start at 0x510000 keeps the kernel from mapping
# the file by huge pages of its cache, 2 MB where 64 KB are wanted: 4 MB of resident memory. A static program's
# frames are registered at its start, so the index of them, which is for loaded libraries, is left out;
# exceptions of C++ are caught all the same. SwiftPM compiles; link.py links what it compiled once more.
# In colour, as it would be on a terminal, the compiler has other arguments, and all is built anew.
STATIC_FLAGS := -c release --build-path $(OBJECTS) --no-color-diagnostics --static-swift-stdlib \
  --disable-local-rpath \
  -Xswiftc -static-executable -Xlinker --no-eh-frame-hdr \
  -Xlinker -L$(CURDIR)/$(ARCHIVES) \
  -Xswiftc -use-ld=gold -Xlinker --icf=safe -Xlinker -Ttext-segment=0x510000 \
  -Xswiftc -Osize -Xswiftc -Xfrontend -Xswiftc -function-sections \
  -Xswiftc -Xclang-linker -Xswiftc -static \
  -Xswiftc -Xclang-linker -Xswiftc -no-pie

# The program for the kernel is committed, built by Debian 12's compiler: another writes other bytes.
BPF_CLANG ?= clang-14
BPF_STRIP ?= llvm-strip-14
BPF_PACKAGES := clang-14 llvm-14 libbpf-dev libc6-dev gcc
BPF_SOURCE := Sources/LinuxKernel/BPF/tasks.bpf.c
BPF_OBJECT ?= $(BPF_SOURCE:.c=.o)

# The release of PyPI's unicodedata2 is the version of Unicode.
UNICODE ?= 18.0.0

SERIES := Tests/Fixtures/shop-series
SCREENSHOTS := main-80x24.svg main-120x40.svg main-200x60.svg main-120x40.txt victims-120x40.svg

.DEFAULT_GOAL := help
.PHONY: help run build binary order test-release test fuzz fixtures test-kernel test-kernel-here test-kernel-guest test-situations test-sources test-cgroups test-systemd smoke texts install deb dist test-made bpf \
  widths screenshots bench bench-groups thrash steady format lint clean build-packages test-packages kernel-packages \
  guest-packages systemd-packages root-packages made-packages bench-packages bpf-packages

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## install what is missing, build, and run memtop (ARGS="..." are its arguments)
	@$(BINARY) $(ARGS)

build: build-packages $(ARCHIVE_FILES) ## build the release binary: one static file (DYNAMIC=1: with the host's libc)
	@flock $(OBJECTS)/making $(MAKE) --no-print-directory binary

# Only one make at a time is here, and the binary is put in place whole: tests run beside each other, each builds first.
# What objcopy writes lies in the page cache in large parts, and Linux 6.18 maps such a part whole where one page of it is
# touched: 1.5 MB of resident memory that a copy does not have.
binary:
	@echo "memtop: building (the linker's warnings come from the Swift runtime's and Foundation's unused parts)"
	swift build $(STATIC_FLAGS) --product memtop
	@python3 -B Packaging/link.py $(if $(DYNAMIC),--dynamic) $(OBJECTS) memtop $(STATIC)/linked
	@{ git describe --tags --always --dirty 2> /dev/null || true; } | tr -d '\n' > $(STATIC)/build.txt
	@truncate -s 64 $(STATIC)/build.txt
	@objcopy --update-section memtop_build=$(STATIC)/build.txt $(STATIC)/linked $(STATIC)/stamped
	@cp $(STATIC)/stamped $(BINARY).new
	@rm $(STATIC)/stamped
	@mv $(BINARY).new $(BINARY)

order: build ## find out anew what the first screen runs and writes to, for the linker; build again after it
	@python3 -B Packaging/order.py $(STATIC)/linked $(STATIC)/linked.map > $(STATIC)/order.txt
	@mv $(STATIC)/order.txt Packaging/order.txt

# With -c release nothing is built for tests, so a normal target may not need what only they see.
test-release: build-packages $(ARCHIVE_FILES) ## build what supports the tests as a release, which sees no internals
	flock $(OBJECTS)/making swift build $(STATIC_FLAGS) --target TestSupport

# SwiftPM leaves folders behind, a test that is killed may: all of it goes with one folder. It is open
# to other users, as /tmp is: some tests run as one. Quiet shows failures whole, and nothing of the rest.
test: test-packages ## install what is missing, build, and run the whole test suite
	@TMPDIR=$$(mktemp -d) && export TMPDIR && chmod 1777 "$$TMPDIR" \
	  && trap 'rm -rf "$$TMPDIR"' EXIT && trap 'exit 130' INT TERM \
	  && swift build --build-tests && echo "memtop: testing" && swift test --skip-build --quiet

fuzz: test-packages fixtures ## give each group of parsers a million inputs (ARGS="--seconds 60" for less)
	@python3 -B Tests/Fuzz/fuzz.py --build-dir .build-fuzz $(ARGS)

fixtures: ## make the folders of the captured hosts that are kept as one text file each
	@python3 -B Tests/Fixtures/fixtures.py unpack

test-kernel: test-kernel-here test-kernel-guest test-situations ## let the kernel kill, and compare its victims

test-kernel-here: kernel-packages build ## the same in cgroups v1 of this machine only
	@python3 -B Tests/Kernel/judge.py --memtop $(BINARY) --build-dir $(STATIC)/kernel $(ARGS)

# KERNEL is an unpacked linux-image package; without one this release's own is fetched.
test-kernel-guest: guest-packages build ## the same in a virtual machine only (KERNEL=DIRECTORY)
	@kernel=$${KERNEL:-$$(Tests/Kernel/get-kernel.sh $(STATIC)/kernels)} && \
	  python3 -B Tests/Kernel/judge.py --memtop $(BINARY) --build-dir $(STATIC)/kernel \
	    --guest "$$kernel" $(ARGS)

test-situations: guest-packages build ## make real shortages in a virtual machine and compare the verdicts (KERNEL=DIRECTORY)
	@kernel=$${KERNEL:-$$(Tests/Kernel/get-kernel.sh $(STATIC)/kernels)} && \
	  Tests/Kernel/situations.sh $(BINARY) "$$kernel"

test-sources: guest-packages build ## compare both sources of processes in a virtual machine (KERNEL=DIRECTORY)
	@kernel=$${KERNEL:-$$(Tests/Kernel/get-kernel.sh $(STATIC)/kernels)} && \
	  Tests/Kernel/sources.sh $(BINARY) "$$kernel"

test-cgroups: guest-packages build ## contain, release, reclaim and set limits in virtual machines, cgroup v2 and hybrid (KERNEL=DIRECTORY)
	@kernel=$${KERNEL:-$$(Tests/Kernel/get-kernel.sh $(STATIC)/kernels)} && \
	  Tests/Kernel/boxes.sh $(BINARY) "$$kernel"

# The disk is made once, of Debian's packages; a kernel as for test-kernel-guest. SUITE is another release.
test-systemd: systemd-packages build ## try units, scopes and killers under a real systemd in a virtual machine
	@kernel=$${KERNEL:-$$(Tests/Kernel/get-kernel.sh $(STATIC)/kernels)} && \
	  image=$$(Tests/Systemd/get-image.sh $(STATIC)/systemd $${SUITE:-bookworm}) && \
	  python3 -B Tests/Systemd/systemd.py --memtop $(BINARY) --kernel "$$kernel" --image "$$image" $(ARGS)

smoke: root-packages build ## try the binary in an empty root and in Debian's releases, also as an ordinary user
	@Tests/Roots/roots.sh $(BINARY) $(STATIC)/roots $(ARGS)

texts: build-packages build # what the program tells of itself: manual pages, completions, an example of a config file
	@$(DATED) Packaging/texts.sh $(BINARY) $(STATIC)

install: texts ## install binary, manual pages and completions below PREFIX (and DESTDIR)
	@Packaging/stage.sh $(BINARY) $(STATIC) "$(DESTDIR)$(PREFIX)"

deb: texts ## make a Debian package of the static binary
	@$(DATED) Packaging/deb.sh $(BINARY) $(STATIC) $(VERSION)

dist: texts ## make a tar.gz of the static binary with all that belongs to it, and SHA256SUMS
	@$(DATED) Packaging/dist.sh $(BINARY) $(STATIC) $(VERSION)

test-made: made-packages texts $(STATIC)/roots/bookworm.tar ## check what link.py moves, manual pages, completions, package and archive
	@python3 -B Tests/Packages/sections.py
	@mandoc -Tlint -W warning $(STATIC)/manual/*
	@python3 -B Tests/Packages/completions.py $(BINARY) $(STATIC)/completions
	@$(DATED) Packaging/dist.sh $(BINARY) $(STATIC) $(VERSION) && cp $(STATIC)/SHA256SUMS $(STATIC)/SHA256SUMS.once && \
	  $(DATED) Packaging/dist.sh $(BINARY) $(STATIC) $(VERSION) && cmp $(STATIC)/SHA256SUMS $(STATIC)/SHA256SUMS.once
	@$(DATED) Packaging/deb.sh $(BINARY) $(STATIC) $(VERSION)+newer
	@$(DATED) Packaging/deb.sh $(BINARY) $(STATIC) $(VERSION)
	@Tests/Packages/deb.sh $(STATIC)/memtop_$(VERSION)_amd64.deb $(STATIC)/memtop_$(VERSION)+newer_amd64.deb \
	  $(STATIC)/roots/bookworm.tar

$(STATIC)/roots/bookworm.tar: | root-packages
	@mkdir -p $(@D)
	@mmdebstrap --quiet --variant=essential --skip=check/empty bookworm $@.new.tar http://deb.debian.org/debian
	@mv $@.new.tar $@

bpf: bpf-packages ## build the kernel's part again, after a change to its source; commit the result
	$(BPF_CLANG) -target bpf -O2 -g -Wall -Werror -fdebug-prefix-map=$(CURDIR)=. \
	  -I/usr/include/$$(gcc -print-multiarch) -ISources/CBPF/include \
	  -c $(BPF_SOURCE) -o $(BPF_OBJECT)
	$(BPF_STRIP) -g $(BPF_OBJECT)

widths: ## make the table of characters' widths again, for another version of Unicode; commit the result
	@python3 -m venv $(STATIC)/unicode && $(STATIC)/unicode/bin/pip install -q unicodedata2==$(UNICODE) && \
	  $(STATIC)/unicode/bin/python Sources/CCurses/widths.py > Sources/CCurses/widths.h

screenshots: build fixtures ## draw screenshots/ again from a recorded host
	@mkdir -p screenshots
	@for name in $(SCREENSHOTS); do \
	  size=$${name#*-}; \
	  pane=$${name%%-*}; [ $$pane != main ] || pane=processes; \
	  $(BINARY) --no-config --screenshot screenshots/$$name --size $${size%.*} --root $(SERIES) \
	    --pane $$pane || exit; \
	  echo "screenshots/$$name"; \
	done
	@python3 -B Packaging/story.py $(BINARY) $(SERIES) screenshots/story.svg

bench: bench-packages $(STATIC)/bench/memtop ## measure memtop beside other monitors and bare loops (ARGS="--help")
	@python3 -B Tests/Bench/bench.py --memtop $(STATIC)/bench/memtop --build-dir $(STATIC)/bench $(ARGS)
	@python3 -B Tests/Bench/groups.py --memtop $(STATIC)/bench/memtop --build-dir $(STATIC)/bench

bench-groups: bench-packages $(STATIC)/bench/memtop ## measure the pane of groups with 5,000 cgroups only, as root
	@python3 -B Tests/Bench/groups.py --memtop $(STATIC)/bench/memtop --build-dir $(STATIC)/bench $(ARGS)

# What people run is measured, which is what is installed: it has no symbols. It comes from the disk, as after a boot:
# of a file that was just written, larger pieces of the cache are mapped, some 2 MB more.
$(STATIC)/bench/memtop: build
	@mkdir -p $(@D)
	@strip -o $@ $(BINARY)
	@dd of=$@ oflag=nocache conv=notrunc,fdatasync count=0 2> /dev/null

thrash: bench-packages build ## measure how long memtop and htop stand still under thrash, as root
	@python3 -B Tests/Bench/thrash.py --memtop $(BINARY) --build-dir $(STATIC)/bench $(ARGS)

# The allocator's calls are counted by a preloaded library, which a static program does not load.
steady: test-packages ## check that a refresh allocates nothing for a process, as root
	@$(MAKE) --no-print-directory build DYNAMIC=1
	@python3 -B Tests/Bench/steady.py --memtop .build-dynamic/memtop --build-dir .build-dynamic/bench

format: ## format every Swift file
	swift format -i --recursive Package.swift Sources Tests

lint: ## fail where a Swift file is not formatted
	swift format lint --strict --recursive Package.swift Sources Tests

clean: ## remove what was built
	rm -rf .build .build-static .build-dynamic .build-fuzz

$(ARCHIVES)/%.a: | build-packages
	@mkdir -p $(ARCHIVES)
	@ln -sfn "$$(g++ -print-file-name=$*.a)" $@

# Installs the packages of the list $(1) that dpkg does not know as installed; without one missing
# it touches neither the network nor sudo.
define install-packages
@command -v dpkg-query > /dev/null || { echo "memtop: not a Debian system; needed: $(1)"; exit 0; }; \
missing=; \
for package in $(1); do \
  dpkg-query -W -f='$${db:Status-Status}' $$package 2> /dev/null | grep -q '^installed' \
    || missing="$$missing $$package"; \
done; \
[ -n "$$missing" ] || exit 0; \
sudo=; \
if [ "$$(id -u)" != 0 ]; then \
  command -v sudo > /dev/null \
    || { echo "memtop: missing packages; as root: apt-get install$$missing" >&2; exit 1; }; \
  sudo=sudo; \
fi; \
echo "memtop: installing missing packages with $$sudo apt-get:$$missing"; \
$$sudo apt-get update -qq \
  && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing
endef

build-packages:
	$(call install-packages,$(BUILD_PACKAGES))

test-packages:
	$(call install-packages,$(TEST_PACKAGES))

bpf-packages:
	$(call install-packages,$(BPF_PACKAGES))

kernel-packages:
	$(call install-packages,$(KERNEL_PACKAGES))

guest-packages:
	$(call install-packages,$(GUEST_PACKAGES))

systemd-packages:
	$(call install-packages,$(SYSTEMD_PACKAGES))

made-packages:
	$(call install-packages,$(MADE_PACKAGES))

root-packages:
	$(call install-packages,$(ROOT_PACKAGES))

bench-packages:
	$(call install-packages,$(BENCH_PACKAGES))
