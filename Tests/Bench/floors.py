"""What the least possible programs cost that read the same."""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def build_iterator(directory):
    """Compiles the BPF floor; why not, where it cannot be."""
    compiler = next((name for name in ("clang-14", "clang-16", "clang-19", "clang")
                     if has_bpf_target(name)), None)
    if compiler is None:
        return "no clang with a BPF target"
    include = subprocess.run(["cc", "-print-multiarch"], stdout=subprocess.PIPE, text=True)
    steps = [
        [compiler, "-O2", "-g", "-target", "bpf", f"-I/usr/include/{include.stdout.strip()}",
         "-c", HERE / "iterate.bpf.c", "-o", f"{directory}/iterate.o"],
        ["cc", "-O2", "-Wall", "-Wextra", "-o", f"{directory}/iterate", HERE / "iterate.c",
         "-lbpf"],
    ]
    for step in steps:
        if subprocess.run(step, check=False).returncode != 0:
            return "it cannot be compiled; libbpf-dev is needed"
    return None


def has_bpf_target(compiler):
    try:
        printed = subprocess.run(
            [compiler, "-print-targets"], stdout=subprocess.PIPE, text=True, check=False).stdout
    except FileNotFoundError:
        return False
    return "bpf" in printed


def iterate(options):
    """CPU milliseconds of each sweep of the BPF floor; empty where BPF may not be loaded."""
    if not Path(options.build_dir, "iterate").exists():
        return []
    finished = subprocess.run(
        [f"{options.build_dir}/iterate", f"{options.build_dir}/iterate.o", str(options.refreshes)],
        check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return numbers(finished.stdout) if finished.returncode == 0 else []


def sweep(files, kept, options):
    """CPU milliseconds of the first sweep of the C loop over these files, and of each later one."""
    output = subprocess.run(
        [f"{options.build_dir}/sweep", str(options.refreshes), str(kept), *files.split()],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    first, *later = numbers(output)
    return first, later


def numbers(text):
    return [float(line) for line in text.split()]
