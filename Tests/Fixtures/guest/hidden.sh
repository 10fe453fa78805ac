# The small host as an ordinary user sees it where /proc hides the processes of others (hidepid, from the kernel's command line).
. /groups.sh
sed 's/system.slice\/mariadb.service/user.slice\/user-1000.slice\/session-2.scope/; s/uid=107/uid=1000/; s/mariadbd/emacs/g' /vps.cast >/run/all.cast
make_groups_v2 /run/all.cast
actor /run/all.cast
mount -o remount,hidepid="$(sed 's/.*hide=\([0-9]\).*/\1/' /proc/cmdline)" /proc
chown 1000 /srv/out
sleep 2
box user 1000 capture.sh --passwd /etc/passwd /srv/out
