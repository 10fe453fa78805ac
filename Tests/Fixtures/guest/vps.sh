# A small host without swap and without pressure information.
. /groups.sh
make_groups_v2 /vps.cast
actor /vps.cast
sleep 3
capture.sh --passwd /etc/passwd /srv/out
