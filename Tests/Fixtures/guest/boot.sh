#!/bin/bash
# Boots a Debian kernel in QEMU, runs a scenario as root in it, and brings /srv/out back.
#
#   boot.sh KERNEL SCENARIO OUT [OPTION=VALUE]...
#
# KERNEL is an unpacked linux-image package (dpkg-deb -x): boot/vmlinuz-* and lib/modules/*.
# Options: memory=1G swap= zram= cpus=2 cgroup=v2 host=guest append=WORD accel=tcg timeout=300 icount= add= nodes=
# add=FOLDER puts what the folder holds into the guest's root.
# icount=N counts instructions (2^N ns each) as time: a busy host then slows the guest without its notice.
# nodes=SIZE,SIZE divides the memory into nodes, each with a processor.
# Needs: qemu-system-x86 busybox-static cpio kmod xz-utils e2fsprogs gcc libc6-dev
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 3 ] || { sed -n '2,12p' "$0" >&2; exit 64; }
kernel=$1 scenario=$2 out=$3
shift 3
memory=1G swap='' zram='' cpus=2 cgroup=v2 host=guest append='' timeout=300 accel=tcg icount='' add='' nodes=''
for option in "$@"; do
  case $option in
    memory=* | swap=* | zram=* | cpus=* | cgroup=* | host=* | accel=* | timeout=* | icount=* | \
      add=* | nodes=*)
      declare "$option" ;;
    append=*) append="$append ${option#append=}" ;;
    *) echo "boot.sh: unknown option $option" >&2; exit 64 ;;
  esac
done

work=$(mktemp -d)
machine=''
trap '[ -z "$machine" ] || kill "$machine" 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
root=$work/root
mkdir -p "$root"/{bin,modules,etc,srv,dev}
cp /bin/busybox "$root/bin/busybox"
install -m 755 "$here/init" "$root/init"
cp "$here/../capture.sh" "$root/bin/capture.sh"
cp "$here/passwd" "$root/etc/passwd"
cp "$scenario" "$root/scenario.sh"
cp "$here"/*.cast "$here/groups.sh" "$root/"
for program in actor box copyall mapper; do
  cc -O2 -static -pthread -o "$root/bin/$program" "$here/$program.c"
done
mkdir "$root/sbin"
cp "$root/bin/actor" "$root/sbin/init"
[ -z "$add" ] || cp -r "$add/." "$root/"
printf 'CGROUP=%s\nGUEST_HOST=%s\nZRAM=%s\n' "$cgroup" "$host" "$zram" >"$root/guest.conf"

release=$(basename "$(echo "$kernel"/lib/modules/*)")
[ -f "$kernel/lib/modules/$release/modules.dep" ] || depmod -b "$kernel" "$release"
for module in virtio_pci virtio_blk ext4 crc32c_generic zram lzo lzo_rle; do
  modprobe -S "$release" -d "$kernel" --show-depends "$module" 2>/dev/null || true
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
  name=$(basename "$file" .xz)
  case $file in
    */zram* | */lzo* | */842* | */lz4* | */zstd* | */zsmalloc*) [ -n "$zram" ] || continue ;;
  esac
  case $file in *.xz) xz -dc "$file" >"$root/modules/$name" ;; *) cp "$file" "$root/modules/$name" ;; esac
  echo "$name" >>"$root/modules.list"
done
(cd "$root" && find . | cpio -o -H newc --quiet) >"$work/initrd"

drives=(-drive "file=$work/disk,format=raw,if=virtio,cache=unsafe")
# A disk of its own speed: swap traffic that costs nothing would show no pressure.
[ -z "$swap" ] ||
  drives+=(-drive "file=$work/swap,format=raw,if=virtio,cache=unsafe,throttling.bps-total=62914560")
clock=()
[ -z "$icount" ] || clock=(-icount "shift=$icount")
numa=() number=0
for size in ${nodes//,/ }; do
  numa+=(-object "memory-backend-ram,id=node$number,size=$size"
    -numa "node,nodeid=$number,memdev=node$number,cpus=$number")
  number=$((number + 1))
done
cpu=max
[ "$accel" = kvm ] && cpu=host

# run: one machine with fresh disks, until it ends, its time is up (124) or it stands still (75).
run() {
  local begin=$SECONDS status=0 ended=0
  rm -f "$work/disk" "$work/swap"
  truncate -s 8G "$work/disk"
  # Without a journal what was synced lies in its place, so the disk can be read without replaying.
  mkfs.ext4 -q -O ^has_journal -F "$work/disk"
  [ -z "$swap" ] || truncate -s "$swap" "$work/swap"
  : >"$work/console"
  timeout -k 5 "$timeout" qemu-system-x86_64 -accel "$accel" "${clock[@]}" -cpu "$cpu" -m "$memory" -smp "$cpus" "${numa[@]}" \
    -nographic -no-reboot -nodefaults -serial "file:$work/console" -monitor none \
    -kernel "$kernel"/boot/vmlinuz-* -initrd "$work/initrd" \
    -append "console=ttyS0 quiet panic=-1 rdinit=/init no_timer_check tsc=unstable $append" "${drives[@]}" </dev/null &
  machine=$!
  while kill -0 "$machine" 2>/dev/null; do
    sleep 0.5
    if is_still $((SECONDS - begin)); then
      status=75
      kill "$machine" 2>/dev/null || true
      break
    fi
  done
  wait "$machine" || ended=$?
  machine=''
  [ $status -ne 0 ] || status=$ended
  return $status
}

# An emulated machine with two processors stands still now and then (one in some eighty): its kernel says of a
# processor that it has been stuck for minutes, or nothing is heard of its first program.
is_still() {
  grep -qaE 'soft lockup - CPU#[0-9]+ stuck for [1-9][0-9]{2,}s' "$work/console" ||
    { [ "$1" -ge 240 ] && ! grep -qa 'init: begins' "$work/console"; }
}

for attempt in 1 2 3; do
  status=0
  run || status=$?
  tr -d '\r' <"$work/console"
  [ $status -eq 75 ] || break
  echo "boot.sh: the machine stood still, time $attempt"
done
mkdir -p "$out"
debugfs -R "rdump /out $out" "$work/disk" 2>/dev/null
if [ -d "$out/out" ]; then
  mv "$out"/out/* "$out"/
  rmdir "$out/out"
fi
# What a guest that ran out of time left on its disk may still serve.
exit $status
