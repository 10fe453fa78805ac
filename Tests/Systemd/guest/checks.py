"""Runs the checks inside the machine; each prints a line."""

import sys
import time
import traceback
from pathlib import Path

import host
import keeping
import killers
import starting
import users


def main():
    print("systemd", host.must("systemctl", "--version").split()[1], "on Linux",
          host.must("uname", "-r").strip(), flush=True)
    wanted = Path("/srv/only").read_text().split()
    for part in (starting, keeping, users, killers):
        if wanted and part.__name__ not in wanted:
            continue
        try:
            part.prepare()
        except Exception:  # pylint: disable=broad-except
            print(f"FAILED {part.__name__}: it could not begin: {traceback.format_exc()}", flush=True)
            continue
        for check in part.CHECKS:
            begin = time.monotonic()
            name = f"{part.__name__}: {check.__name__.replace('_', ' ')}"
            try:
                check()
                print(f"ok {name} ({time.monotonic() - begin:.1f} s)", flush=True)
            except host.Failed as failure:
                print(f"FAILED {name}: {failure}", flush=True)
            except Exception:  # pylint: disable=broad-except
                print(f"FAILED {name}: {traceback.format_exc()}", flush=True)
    print("end of checks", flush=True)
    host.run("sync")


if __name__ == "__main__":
    sys.exit(main())
