#!/bin/bash
# Makes a Debian package of the static executable.
#
#   deb.sh MEMTOP BUILD VERSION   writes BUILD/memtop_VERSION_amd64.deb; SOURCE_DATE_EPOCH is the time in it
#
# Needs: dpkg-deb, gzip, binutils
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,6p' "$0" >&2; exit 64; }
memtop=$1 build=$2 version=$3
here=$(dirname "$0")
tree=$build/deb
umask 022
rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/usr/share/doc/memtop/examples" "$tree/usr/share/lintian/overrides"

ZSH=share/zsh/vendor-completions "$here/stage.sh" "$memtop" "$build" "$tree/usr"
gzip -9n "$tree"/usr/share/man/man*/*
doc=$tree/usr/share/doc/memtop
install -m 644 "$here/copyright" "$doc/copyright"
install -m 644 "$build/config.toml.example" "$doc/examples/config.toml"
date=$(date -u -R -d "@$SOURCE_DATE_EPOCH")
printf 'memtop (%s) unstable; urgency=medium\n\n  * The changes are those of the source tree.\n\n -- %s  %s\n' \
  "$version" "memtop <memtop@users.noreply.github.com>" "$date" | gzip -9n > "$doc/changelog.gz"
install -m 644 "$here/lintian-overrides" "$tree/usr/share/lintian/overrides/memtop"

size=$(du -k -s --apparent-size "$tree/usr" | cut -f1)
cat > "$tree/DEBIAN/control" << END
Package: memtop
Version: $version
Architecture: amd64
Maintainer: memtop <memtop@users.noreply.github.com>
Installed-Size: $size
Section: admin
Priority: optional
Suggests: systemd
Description: memory of a host: short of it, who is killed next, what to do
 memtop shows on one screen whether the host is short of memory, in which
 order the kernel would kill were it to run out, and why it killed before.
 It changes oom_score_adj with a preview of the new order, and takes it back.
END
(cd "$tree" && find usr -type f | LC_ALL=C sort | xargs md5sum) > "$tree/DEBIAN/md5sums"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
package=$build/memtop_${version}_amd64.deb
dpkg-deb --root-owner-group -Zxz -z3 --build "$tree" "$package" > /dev/null
echo "$package"
