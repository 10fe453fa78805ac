"""The same of a user's own manager: its units, its scopes, and the session around them."""

from pathlib import Path

from host import GROUPS, background, expect, must, read, refused, show, unit, until

HOME = Path("/home/u")
MB = 1 << 20


def prepare():
    must("useradd", "--uid", "1000", "--create-home", "--shell", "/bin/sh", "u")
    # Without it the manager ends with the first session that does.
    must("loginctl", "enable-linger", "u")
    must("systemctl", "start", "user@1000.service")
    unit("vnc.service", "[Service]\nExecStart=/bin/sleep infinity\n", Path("/etc/systemd/user"))
    must("systemctl", "--user", "daemon-reload", user="u")
    must("systemctl", "--user", "start", "vnc", user="u")


def a_users_own_unit_is_kept_in_the_home():
    text = must("memtop", "keep", "--max=90M", "--reload", "--user-unit", "vnc", user="u")
    file = HOME / ".config/systemd/user/vnc.service.d/50-memtop.conf"
    expect(str(file) in text and file.owner() == "u", text)
    expect(show("vnc", "MemoryMax", user="u") == str(90 * MB), "MemoryMax")
    path = show("vnc", "ControlGroup", user="u")
    expect(read(f"{GROUPS}{path}/memory.max") == str(90 * MB), "memory.max")
    must("memtop", "keep", "--remove", "--reload", show("vnc", "MainPID", user="u"), user="u")
    expect(show("vnc", "MemoryMax", user="u") == "infinity", "MemoryMax is still there")


def root_writes_into_no_home():
    pid = show("vnc", "MainPID", user="u")
    text = must("memtop", "keep", "--max=95M", "--reload", "--now", pid)
    expect("/etc/systemd/user/vnc.service.d/50-memtop-users.conf" in text, text)
    expect(show("vnc", "MemoryMax", user="u") == str(95 * MB), show("vnc", "MemoryMax", user="u"))
    must("memtop", "keep", "--remove", "--user-unit", "vnc")
    expect(not Path("/etc/systemd/user/vnc.service.d").exists(), "the folder is still there")


def a_user_keeps_nothing_for_the_system():
    refused("memtop", "keep", "--max=1G", "systemd-journald", user="u", says="EACCES")


def a_users_scope_is_refused():
    with background("runuser", "-u", "u", "--", "env", "XDG_RUNTIME_DIR=/run/user/1000", "systemd-run",
                    "--user", "--quiet", "--scope", "--unit=mine", "/bin/sleep", "infinity"):
        def pids():
            found = list(GROUPS.glob("user.slice/**/mine.scope/cgroup.procs"))
            return found and read(found[0]).split()
        until(pids, "the user's scope")
        refused("memtop", "keep", "--max=1G", pids()[0], says="mine.scope is a scope")
        must("systemctl", "--user", "stop", "mine.scope", user="u")


def a_session_is_refused_with_its_slice():
    with background("su", "-", "u", "-c", "sleep 1000"):
        def scope():
            found = [path for path in GROUPS.glob("user.slice/user-1000.slice/session-*.scope")
                     if read(path / "cgroup.procs")]
            return found and found[0]
        until(scope, "the session's scope")
        pid = read(scope() / "cgroup.procs").split()[0]
        refused("memtop", "keep", "--max=1G", pid, says="user-1000.slice")
    must("memtop", "keep", "--max=400M", "--reload", "user-1000.slice")
    expect(show("user-1000.slice", "MemoryMax") == str(400 * MB), "the slice")
    must("memtop", "keep", "--remove", "--reload", "user-1000.slice")


CHECKS = [a_users_own_unit_is_kept_in_the_home, root_writes_into_no_home,
          a_user_keeps_nothing_for_the_system, a_users_scope_is_refused,
          a_session_is_refused_with_its_slice]
