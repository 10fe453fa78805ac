import Glibc
import TestSupport

/// A small captured system to write processes into.
final class TestTree {
  private let tree = TemporaryTree([
    "proc/uptime": "100.25 50.00\n",
    "proc/stat": "cpu 0 0 0 0\nbtime 1700000000\n",
    "proc/sys/kernel/hostname": "web-07\n",
    "proc/sys/kernel/osrelease": "6.12.8\n",
    "proc/vmstat": "pswpin 10\npswpout 20\n",
    "proc/meminfo": """
    MemTotal:       16000000 kB
    MemFree:         1000000 kB
    MemAvailable:    8000000 kB
    Cached:          6000000 kB
    SwapCached:         1024 kB
    SwapTotal:       4000000 kB
    SwapFree:        3000000 kB
    HugePages_Total:       3

    """,
    "proc/swaps": "Filename\tType\tSize\tUsed\tPriority\n/dev/sda2 partition 4000000 1000000 -2\n",
  ])

  var path: String { tree.path }

  func write(_ name: String, _ text: String) { tree.write(name, Array(text.utf8)) }

  func remove(_ name: String) { unlink(path + "/" + name) }

  func addProcess(_ pid: Int, comm: String, statm: String = "100 10 5 0 0 0 0") {
    let rest = "S 1 1 1 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 3 0 5000 409600 10"
    write(
      "proc/\(pid)/stat", "\(pid) (\(comm)) \(rest)" + String(repeating: " 0", count: 28) + "\n")
    write("proc/\(pid)/statm", statm + "\n")
    write(
      "proc/\(pid)/status",
      "Name:\tx\nUid:\t1000\t1000\t1000\t1000\nVmSwap:\t       8 kB\nVmPTE:\t      44 kB\n")
    write("proc/\(pid)/oom_score", "666\n")
    write("proc/\(pid)/oom_score_adj", "-500\n")
    write("proc/\(pid)/cgroup", "0::/system.slice/shop.service\n")
  }
}
