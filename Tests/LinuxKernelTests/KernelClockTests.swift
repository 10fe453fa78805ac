import Glibc
import LinuxKernel
import Testing

struct KernelClockTests {
  @Test func neverRunsBackwards() {
    var last = KernelClock.monotonic()
    for _ in 0..<1000 {
      let now = KernelClock.monotonic()
      #expect(now >= last)
      last = now
    }
  }

  @Test func agreesWithTheSystemsTime() {
    #expect(abs(KernelClock.wall() / 1_000_000_000 - Int64(time(nil))) <= 1)
  }
}
