"""A virtual machine with Debian's kernel and a systemd, which runs the checks and powers off."""

import lzma
import re
import shutil
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).parent
MODULES = ["virtio_pci", "virtio_blk", "ext4", "crc32c_generic"]
# Started by systemd itself: what it prints goes to the console, what it leaves to a disk.
UNIT = """[Unit]
Description=memtop's checks
After=multi-user.target dbus.service
[Service]
Type=oneshot
Environment=PATH=/srv/bin:/usr/sbin:/usr/bin:/sbin:/bin LD_LIBRARY_PATH=/srv/lib PYTHONDONTWRITEBYTECODE=1
OOMScoreAdjust=-1000
ExecStart=/usr/bin/python3 /srv/guest/checks.py
ExecStopPost=/bin/systemctl poweroff --force --no-block
StandardOutput=file:/srv/out/log
StandardError=file:/srv/out/log
TimeoutStartSec=900
"""
TARGET = """[Unit]
Requires=multi-user.target
Wants=memtop-checks.service
After=multi-user.target
"""

STILL = re.compile(rb"soft lockup - CPU#\d+ stuck for [1-9]\d{2,}s")


class Lost(Exception):
    """The machine did not come back with an answer."""


def kernel_modules(kernel, root):
    """Puts what the disks need into the first file system, in the order in which it is loaded."""
    release = next((kernel / "lib" / "modules").iterdir()).name
    names = []
    for module in MODULES:
        shown = subprocess.run(
            ["modprobe", "-S", release, "-d", kernel, "--show-depends", module],
            capture_output=True, text=True, check=False)
        for path in re.findall(r"^insmod (\S+)", shown.stdout, re.MULTILINE):
            name = Path(path).name.removesuffix(".xz")
            if name in names:
                continue
            names.append(name)
            data = Path(path).read_bytes()
            (root / "modules" / name).write_bytes(
                lzma.decompress(data) if path.endswith(".xz") else data)
    (root / "modules.list").write_text("\n".join(names) + "\n")


def first_file_system(kernel, work):
    root = work / "initrd.d"
    for folder in ("bin", "modules"):
        (root / folder).mkdir(parents=True)
    shutil.copy("/bin/busybox", root / "bin" / "busybox")
    shutil.copy(HERE / "init", root / "init")
    (root / "init").chmod(0o755)
    kernel_modules(kernel, root)
    names = "\0".join(str(path.relative_to(root)) for path in sorted(root.rglob("*")))
    packed = subprocess.run(["cpio", "-o", "-0", "-H", "newc", "--quiet"], cwd=root,
                            input=names.encode(), stdout=subprocess.PIPE, check=True)
    (work / "initrd").write_bytes(packed.stdout)


def libraries(binary):
    """Those of a binary that is not static, but for the C library, which the machine has."""
    shown = subprocess.run(["ldd", binary], capture_output=True, text=True, check=False)
    found = [Path(path) for path in re.findall(r"=> (/\S+)", shown.stdout)]
    return [path for path in found
            if not re.match(r"(libc|libm|libdl|libpthread|ld-linux).*\.so", path.name)]


def data_disk(memtop, work, only):
    """The disk that is mounted at /srv: memtop, the checks, and a place for what they leave."""
    srv = work / "srv"
    for folder in ("bin", "lib", "out"):
        (srv / folder).mkdir(parents=True)
    shutil.copy(memtop, srv / "bin" / "memtop")
    for path in libraries(memtop):
        shutil.copy(path, srv / "lib" / path.name)
    shutil.copytree(HERE / "guest", srv / "guest")
    shutil.copy(HERE.parent / "Roots" / "smoke.py", srv / "guest" / "smoke.py")
    (srv / "only").write_text(" ".join(only))
    subprocess.run(["cc", "-O1", "-static", "-Wall", "-Wextra", "-o", srv / "bin" / "hog",
                    HERE / "hog.c"], check=True)
    disk = work / "data"
    with open(disk, "wb") as file:
        file.truncate(1 << 30)
    # Without a journal what was synced lies in its place, so the disk is read without replaying.
    subprocess.run(["mkfs.ext4", "-q", "-O", "^has_journal", "-F", "-d", srv, disk], check=True)
    return disk


def root_disk(image, work):
    """A copy of the image in which systemd starts the checks."""
    disk = work / "root"
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", image, disk], check=True)
    commands = []
    for name, text in (("memtop-checks.service", UNIT), ("memtop-checks.target", TARGET)):
        (work / name).write_text(text)
        commands.append(f"write {work / name} /etc/systemd/system/{name}")
    subprocess.run(["debugfs", "-w", "-f", "-", disk], input="\n".join(commands), text=True,
                   capture_output=True, check=True)
    return disk


def ended(command, console, seconds):
    """Lets a machine run; whether it came to its end, or to the end of its time. One with two emulated processors
    stands still now and then: its kernel says of one that it has been stuck for minutes."""
    with open(console, "wb") as file, subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT) as running:
        deadline = time.monotonic() + seconds
        try:
            while running.poll() is None:
                time.sleep(0.5)
                if STILL.search(console.read_bytes()):
                    return False
                if time.monotonic() > deadline:
                    print(f"machine: no end in {seconds} s", flush=True)
                    break
        finally:
            running.kill()
    return True


def run(memtop, kernel, image, work, seconds, accel, only=()):
    """Boots, waits for the end, and hands back the folder with what the checks left."""
    work.mkdir(parents=True, exist_ok=True)
    first_file_system(kernel, work)
    console, out = work / "console.log", work / "out"
    for _ in range(3):
        shutil.rmtree(work / "srv", ignore_errors=True)
        disks = [root_disk(image, work), data_disk(memtop, work, only), work / "swap"]
        with open(disks[2], "wb") as file:
            file.truncate(512 << 20)
        subprocess.run(["mkswap", "-q", disks[2]], check=True, stdout=subprocess.DEVNULL)
        command = ["qemu-system-x86_64", "-accel", accel, "-cpu", "host" if accel == "kvm" else "max",
                   "-m", "1G", "-smp", "2", "-nographic",
                   "-no-reboot", "-nodefaults", "-serial", "stdio", "-monitor", "none",
                   "-kernel", next((kernel / "boot").glob("vmlinuz-*")), "-initrd", work / "initrd",
                   "-append", "console=ttyS0 quiet panic=-1 rdinit=/init no_timer_check tsc=unstable "
                   "psi=1 systemd.unit=memtop-checks.target systemd.show_status=false rw"]
        for disk in disks:
            command += ["-drive", f"file={disk},format=raw,if=virtio,cache=unsafe"]
        if ended(command, console, seconds):
            break
        print("machine: it stood still", flush=True)
    subprocess.run(["debugfs", "-R", f"rdump /out {work}", disks[1]], capture_output=True,
                   check=False)
    if not (out / "log").exists():
        raise Lost("the checks never began:\n" + console.read_text(errors="replace")[-3000:])
    return out
