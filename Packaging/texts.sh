#!/bin/bash
# Makes what the program itself tells: manual pages, completions and an example of a config file.
#
#   texts.sh MEMTOP BUILD
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,4p' "$0" >&2; exit 64; }
memtop=$1 build=$2
here=$(dirname "$0")
rm -rf "$build/manual" "$build/completions"
mkdir -p "$build/completions"
python3 -B "$here/manual.py" "$memtop" "$here/../docs" "$build/manual"
for shell in bash zsh fish; do
  "$memtop" --generate-completion-script "$shell" > "$build/completions/memtop.$shell"
done
# A file that is read into a shell names no program to run it.
sed -i '1{/^#!/d}' "$build/completions/memtop.bash"
"$memtop" config --defaults > "$build/config.toml.example"
