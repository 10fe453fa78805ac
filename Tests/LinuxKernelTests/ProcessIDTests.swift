import LinuxKernel
import Testing

struct ProcessIDTests {
  @Test func aReusedPidIsAnotherProcess() {
    let first = ProcessID(pid: 5, startTime: 100)
    let second = ProcessID(pid: 5, startTime: 200)
    #expect(first != second)
    #expect(Set([first, second]).count == 2)
  }

  @Test func ordersByPidThenAge() {
    let ids = [(2, 1), (1, 9), (1, 3)].map { ProcessID(pid: $0.0, startTime: $0.1) }
    #expect(ids.sorted() == [ids[2], ids[1], ids[0]])
  }
}
