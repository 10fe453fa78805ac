#!/bin/bash
# Captures the guests' trees again: redo.sh KERNELS [TREE]...
#
# KERNELS holds unpacked Debian kernel packages (see boot.sh), found by the start of their names:
# 5.10. (bullseye), 6.1. (bookworm), 6.12. (trixie), 7. (trixie-backports).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=$1
shift

# tree | kernel | scenario | options of boot.sh
table='
deb11-v2           | 5.10. | mail      | memory=896M swap=512M host=mail-01 append=psi=1
deb12-v1           | 6.1.  | docker    | memory=1G swap=256M cgroup=v1 host=docker-02 append=psi=1
deb12-noswap-nopsi | 6.1.  | vps       | memory=512M host=vps-11 append=psi=0
deb13-v2-zram      | 6.12. | desk      | memory=1408M swap=384M zram=256M host=desk-03 append=psi=1 append=hugepages=24
newest             | 7.    | shop      | memory=4G swap=1G host=web-07 append=psi=1
shop-series        | 7.    | shop-series | memory=3584M swap=1536M host=web-07 append=psi=1 icount=2 timeout=900
container          | 6.12. | container | memory=768M swap=256M host=docker-04 append=psi=1
hidepid1           | 6.1.  | hidden    | memory=512M swap=128M host=shared-01 append=psi=1 append=hide=1
hidepid2           | 6.1.  | hidden    | memory=512M swap=128M host=shared-01 append=psi=1 append=hide=2
mappings/5.10      | 5.10. | mappings | memory=640M swap=128M host=web-07
mappings/6.1       | 6.1.  | mappings | memory=640M swap=128M host=web-07
mappings/6.12      | 6.12. | mappings | memory=640M swap=128M host=web-07
mappings/7.3       | 7.    | mappings | memory=640M swap=128M host=web-07
'
echo "$table" | while IFS='|' read -r tree kernel scenario options; do
  tree=${tree// /}
  [ -n "$tree" ] || continue
  [ $# -eq 0 ] || [[ " $* " == *" $tree "* ]] || continue
  image=$(echo "$kernels/${kernel// /}"*)
  rm -rf "${here:?}/../$tree"
  echo "redo: $tree"
  # shellcheck disable=SC2086 # options are words
  "$here/boot.sh" "$image" "$here/${scenario// /}.sh" "$here/../$tree" $options
  [ ! -d "$here/../$tree/0001" ] || "$here/../thin.py" "$here/../$tree"
done
