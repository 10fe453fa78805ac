import Glibc
import LinuxKernel
import Synchronization
import TestSupport
import Testing

@testable import memtop

@Suite(.serialized)
struct SlowReadsTests {
  /// A door that readers wait behind, as behind a stuck process's lock.
  final class Door: Sendable {
    private let isOpen = Mutex(false)
    let waiting = Mutex(0)

    func open() { isOpen.withLock { $0 = true } }

    func pass() {
      waiting.withLock { $0 += 1 }
      waitUntil { isOpen.withLock { $0 } }
      waiting.withLock { $0 -= 1 }
    }
  }

  /// The answers that come until there are so many, fetched as the loop does.
  private func collect(_ count: Int, from reads: SlowReads) -> [SlowAnswer] {
    var answers: [SlowAnswer] = []
    waitUntil {
      var entry = pollfd(fd: reads.descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&entry, 1, 10) == 1 { answers += reads.answers() }
      reads.attend(now: KernelClock.monotonic())
      return answers.count >= count
    }
    return answers
  }

  /// Whether so many readers come to stand before a door.
  private func stand(_ count: Int, before door: Door, of reads: SlowReads) -> Bool {
    waitUntil {
      reads.attend(now: KernelClock.monotonic())
      return door.waiting.withLock { $0 } == count
    }
  }

  private func isReadable(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) == 1
  }

  @Test func readsOwnCommandLineAndUser() throws {
    let root = try KernelRoot()
    let child = try ChildProcess()
    let id = try child.id(root)
    let reads = try SlowReads(root)
    reads.ask([.commandLine(id), .userName(0)])
    let answers = collect(2, from: reads)
    #expect(answers.contains(.userName(0, "root")))
    let arguments: [UInt8] = CommandLine.arguments.flatMap { [UInt8]($0.utf8) + [0] }
    let expected = Array(arguments.prefix(ProcessCommandLine.limit))
    #expect(answers.contains(.commandLine(id, .value(expected))))
    #expect(!isReadable(reads.descriptor))
  }

  @Test func readsACapturedTree() throws {
    let tree = TemporaryTree([
      "proc/5/stat": "5 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0\n",
      "proc/5/cmdline": "nginx:\0worker\0", "etc/passwd": "www:x:33:33::/:\n",
    ])
    let id = ProcessID(pid: 5, startTime: 777)
    let reads = try SlowReads(KernelRoot(tree.path))
    reads.ask([.commandLine(id), .userName(33), .userName(0)])
    let answers = collect(3, from: reads)
    #expect(answers.contains(.commandLine(id, .value(Array("nginx:\0worker\0".utf8)))))
    #expect(answers.contains(.userName(33, "www")))
    #expect(answers.contains(.userName(0, nil)))
  }

  @Test func answersManyRequestsWithOneThread() throws {
    let reads = try SlowReads { .userName($0.user, "u\($0.user)") }
    reads.ask((0..<1000).map { .userName($0) })
    let answers = collect(1000, from: reads)
    #expect(Set(answers.map(\.request)).count == 1000)
    #expect(reads.threads == (1, 0))
  }

  @Test func makesNoThreadBeforeTheFirstRequest() throws {
    let reads = try SlowReads { .userName($0.user, nil) }
    #expect(reads.threads == (0, 0))
    reads.ask([])
    #expect(reads.threads == (0, 0))
    #expect(reads.answers() == [])
  }

  @Test func aStuckReaderStallsNeitherTheLoopNorTheOthers() throws {
    let door = Door()
    defer { door.open() }
    let reads = try SlowReads { request in
      if request.user == 1 { door.pass() }
      return .userName(request.user, "u\(request.user)")
    }
    let start = KernelClock.monotonic()
    reads.ask([.userName(1), .userName(2), .userName(3)])
    #expect(Set(collect(2, from: reads).map(\.request)) == [.userName(2), .userName(3)])
    usleep(25_000)
    // Asked again and again, the stuck one is not queued; what is new is answered.
    for user: UInt32 in 10..<20 {
      reads.ask([.userName(1), .userName(user)])
      #expect(collect(1, from: reads) == [.userName(user, "u\(user)")])
    }
    #expect(door.waiting.withLock { $0 } == 1)
    #expect(KernelClock.monotonic() - start < 4_000_000_000)
    door.open()
    #expect(collect(1, from: reads) == [.userName(1, "u1")], "a late answer still counts")
  }

  @Test func readersGivenUpAreReplacedOnce() throws {
    let door = Door()
    defer { door.open() }
    let reads = try SlowReads { request in
      door.pass()
      return .userName(request.user, nil)
    }
    reads.ask([.userName(1), .userName(2)])
    #expect(stand(2, before: door, of: reads))
    usleep(useconds_t(SlowQueue.abandonment / 1000) + 50_000)
    reads.ask([.userName(3), .userName(4)])
    #expect(stand(4, before: door, of: reads))
    #expect(reads.threads == (2, 2))
    reads.ask([.userName(5), .userName(6)])
    #expect(reads.threads == (2, 2))
    door.open()
    #expect(collect(6, from: reads).count == 6)
    #expect(waitUntil { reads.threads == (2, 0) })
  }

  @Test func readersEndWithTheirOwner() throws {
    let before = try threadCount()
    for _ in 0..<20 {
      let reads = try SlowReads { .userName($0.user, nil) }
      reads.ask([.userName(1), .userName(2)])
      _ = collect(2, from: reads)
    }
    #expect(waitUntil { (try? threadCount()) ?? .max <= before + 8 })
  }

  @Test func readersTakeNoSignals() throws {
    let masks = Mutex<[sigset_t]>([])
    let reads = try SlowReads { request in
      var mask = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &mask)
      masks.withLock { $0.append(mask) }
      return .userName(request.user, nil)
    }
    reads.ask([.userName(1)])
    _ = collect(1, from: reads)
    var mask = try #require(masks.withLock { $0.first })
    for blocked in [SIGTERM, SIGWINCH, SIGINT, SIGHUP, SIGTSTP, SIGCONT] {
      #expect(sigismember(&mask, blocked) == 1)
    }
    for crash in [SIGSEGV, SIGILL, SIGABRT] { #expect(sigismember(&mask, crash) == 0) }
  }

  private func threadCount() throws -> Int32 {
    var files = ProcessFiles(try KernelRoot())
    files.select(getpid())
    _ = files.read(.stat)
    return try #require(files.withBytes { ProcessStat($0) }).threads
  }
}

extension SlowRequest {
  fileprivate var user: UInt32 {
    if case .userName(let user) = self { user } else { 0 }
  }
}
