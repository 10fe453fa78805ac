"""What people do first, on this kernel: the same that is tried in the roots of other systems."""

from host import must

MEMTOP, SMOKE = "/srv/bin/memtop", "/srv/guest/smoke.py"


def prepare():
    """Nothing is needed."""


def root_does_what_people_do():
    must("python3", SMOKE, MEMTOP)


def an_ordinary_user_does_so():
    must("python3", SMOKE, MEMTOP, "--user", "65534")


CHECKS = [root_does_what_people_do, an_ordinary_user_does_so]
