#!/bin/bash
# Makes an archive of the static executable with all that belongs to it, and SHA256SUMS beside it.
#
#   dist.sh MEMTOP BUILD VERSION   writes BUILD/memtop-VERSION-linux-x86_64.tar.gz
#
# The same file in gives the same bytes out: SOURCE_DATE_EPOCH is the only time in it.
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,6p' "$0" >&2; exit 64; }
memtop=$1 build=$2 version=$3
here=$(dirname "$0")
name=memtop-$version-linux-x86_64
tree=$build/dist/$name
umask 022
rm -rf "$build/dist"
mkdir -p "$tree"
"$here/stage.sh" "$memtop" "$build" "$tree"
install -m 644 "$here/../LICENSE" "$here/../README.md" "$here/copyright" "$build/config.toml.example" "$tree"
tar -C "$build/dist" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
  --format=posix --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
  -cf - "$name" | gzip -9n > "$build/$name.tar.gz"
(cd "$build" && sha256sum "$name.tar.gz" > SHA256SUMS)
echo "$build/$name.tar.gz"
