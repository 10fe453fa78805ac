# A mail host with a backup running that does not fit: swap in use, pressure, a kill on the way.
. /groups.sh
make_groups_v2 /mail.cast
echo 400M >system.slice/clamav-daemon.service/memory.max
echo 200M >system.slice/backup.service/memory.high
actor /mail.cast
sleep 12
capture.sh --passwd /etc/passwd /srv/out
