#!/bin/bash
# Puts memtop, its manual pages and completions below a folder.
#
#   stage.sh MEMTOP BUILD DESTINATION   DESTINATION as /usr or /usr/local; BUILD holds manual/ and completions/
#
# ZSH names the folder of zsh's completions below DESTINATION (distributions differ).
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,6p' "$0" >&2; exit 64; }
memtop=$1 build=$2 to=$3
zsh=${ZSH:-share/zsh/site-functions}
install -D -s -m 755 "$memtop" "$to/bin/memtop"
for page in "$build"/manual/*; do
  install -D -m 644 "$page" "$to/share/man/man${page##*.}/${page##*/}"
done
install -D -m 644 "$build/completions/memtop.bash" "$to/share/bash-completion/completions/memtop"
install -D -m 644 "$build/completions/memtop.zsh" "$to/$zsh/_memtop"
install -D -m 644 "$build/completions/memtop.fish" "$to/share/fish/vendor_completions.d/memtop.fish"
