import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

struct KillPictureTests {
  private static func picture(_ host: VictimHost, _ group: String? = nil) throws -> KillPicture {
    let (sample, facts) = try host.sample(KillPlan(group: group))
    return try #require(KillPicture(sample, facts))
  }

  private static func id(_ pid: Int32) -> ProcessID {
    ProcessID(pid: pid, startTime: UInt64(pid) * 10)
  }

  @Test func editsAddUpAndThePictureStaysAsItWas() throws {
    let host = VictimHost("7.1.0")
    for (pid, pages) in [(10, 500), (11, 400), (12, 300)] { host.add(pid, pages: pages) }
    let picture = try Self.picture(host)
    let after = picture.after([Self.id(10): -1000, Self.id(12): 1000])
    #expect(after.rank(Self.id(10), in: after.host) == nil)
    #expect(after.rank(Self.id(12), in: after.host) == 1)
    #expect(after.rank(Self.id(11), in: after.host) == 2)
    #expect(picture.rank(Self.id(10), in: picture.host) == 1)
  }

  @Test func aPidThatServesAnotherProcessHasNoRank() throws {
    let host = VictimHost("7.1.0")
    host.add(10, pages: 500)
    let picture = try Self.picture(host)
    let other = ProcessID(pid: 10, startTime: 7)
    #expect(picture.rank(other, in: picture.host) == nil)
    #expect(picture.candidate(other) == nil)
    let after = picture.after([other: -1000])
    #expect(after.rank(Self.id(10), in: after.host) == 1, "the edit is not this process's")
  }

  @Test func aGroupIsRankedBesideTheHost() throws {
    let host = VictimHost("7.1.0")
    host.write("sys/fs/cgroup/shop/memory.max", "4194304\n")
    host.write("sys/fs/cgroup/shop/memory.current", "4000000\n")
    host.add(10, pages: 500)
    host.add(11, pages: 400, group: "/shop")
    let picture = try Self.picture(host, "/shop")
    #expect(picture.rank(Self.id(11), in: picture.host) == 2)
    #expect(picture.rank(Self.id(11), in: picture.group) == 1)
    #expect(picture.rank(Self.id(10), in: picture.group) == nil)
    #expect(picture.group?.scope.totalPages == 1024)
    let relief = try #require(
      picture.group.flatMap { KillRelief($0, picture.candidates, nil, pageSize: 4096) })
    #expect(relief.shortage == 4_194_304 / 10 - 194_304)
    #expect(relief.rank == 1)
  }

  /// Page cache is given back before anyone dies, so it is no shortage.
  @Test func cacheOfTheGroupIsNoShortage() throws {
    let host = VictimHost("7.1.0")
    host.write("sys/fs/cgroup/shop/memory.max", "4194304\n")
    host.write("sys/fs/cgroup/shop/memory.current", "4000000\n")
    host.write(
      "sys/fs/cgroup/shop/memory.stat",
      "inactive_anon 0\nactive_anon 0\ninactive_file 1000000\nactive_file 1000000\n")
    host.add(11, pages: 400, group: "/shop")
    let picture = try Self.picture(host, "/shop")
    let order = try #require(picture.group)
    let relief = try #require(KillRelief(order, picture.candidates, nil, pageSize: 4096))
    #expect(relief.shortage == 0)
    #expect(relief.rank == nil)
  }

  /// Shmem in swap is in nobody's badness: who holds it may fall behind the next.
  @Test func whoseShmemCanGoToSwapIsMarked() throws {
    let host = VictimHost("7.1.0")
    host.add(10, pages: 500)
    host.add(11, pages: 450)
    host.write(
      "proc/10/status",
      "Name:\tp10\nUid:\t0\t0\t0\t0\nRssAnon:\t400 kB\nRssFile:\t0 kB\nRssShmem:\t1600 kB\n"
        + "VmPTE:\t16 kB\nVmSwap:\t0 kB\nCapEff:\t0000000000000000\n")
    for (free, fallen) in [(1200, 204), (9000, 104), (0, nil)] as [(Int, Int64?)] {
      host.write("proc/meminfo", "MemTotal: 1048576 kB\nSwapTotal: 9000 kB\nSwapFree: \(free) kB\n")
      let (sample, facts) = try host.sample(KillPlan())
      let picture = try #require(KillPicture(sample, facts))
      let order = try #require(picture.host)
      #expect(order.victims[0].badness == 504)
      #expect(order.badnessWhenSwapped(order.victims[0]) == fallen)
      #expect(order.badnessWhenSwapped(order.victims[1]) == nil)
      let notes = order.notes { "\(picture.id($0).pid)" }
      #expect(
        notes
          == (fallen.map { ["10 holds shmem: its badness falls to \($0) pages when it is swapped"] }
            ?? []))
    }
  }

  @Test func aSampleThatDidNotAskHasNoPicture() throws {
    let host = VictimHost("7.1.0")
    let (sample, facts) = try host.sample(nil)
    #expect(KillPicture(sample, facts) == nil)
  }

  /// Equals die youngest first, so their ranks are certain; rough counters leave a band.
  @Test func ranksAreCertainWhereCountersAre() throws {
    for (release, isCertain) in [("7.1.0", true), ("6.12.0", false)] {
      let host = VictimHost(release)
      host.add(10, pages: 500)
      host.add(11, pages: 500)
      let order = try #require(try Self.picture(host).host)
      let first = order.victims[0]
      #expect(order.tied(with: first).count == 1)
      #expect(order.possibleRanks(of: first) == (isCertain ? 1...1 : 1...2), "\(release)")
    }
  }

  @Test func theHostsShortageIsWhatATenthOfItLacks() throws {
    let host = VictimHost("7.1.0")
    host.add(10, pages: 10_000)
    host.add(11, pages: 9000)
    host.write(
      "proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 40000 kB\nSwapTotal: 0 kB\n")
    let (sample, facts) = try host.sample(KillPlan())
    let picture = try #require(KillPicture(sample, facts))
    let order = try #require(picture.host)
    let relief = try #require(
      KillRelief(order, picture.candidates, sample.memInfo.value, pageSize: 4096))
    #expect(relief.shortage == 60_000 * 1024)
    #expect(relief.rank == 2)
  }

  /// A process like two sharers in all but one size does not hide them from each other.
  @Test func sharersAreFoundBesideOneThatIsNearlyAlike() throws {
    let host = VictimHost("6.12.0")
    host.add(9, pages: 500, stat: 450)
    host.add(10, pages: 500)
    host.add(11, pages: 500, parent: 10)
    let candidates = try host.candidates(sharing: .shared).0
    #expect(candidates.facts.sharers == [11: 10])
  }

  /// Thousands of idle workers look alike: at most so many are asked about a sample, the rest later.
  @Test func questionsAboutSharersAreBoundedAndRemembered() {
    var answers = SharingAnswers()
    var asked = 0
    func round() -> Int {
      answers.beginSample()
      return (Int32(20)..<320).count { pid in
        let answer = answers.answer(Self.id(10), Self.id(pid)) { _, _ in
          asked += 1
          return .shared
        }
        return answer == .shared
      }
    }
    #expect(round() == 200)
    #expect(asked == 200)
    #expect(round() == 300, "the rest")
    #expect(asked == 300)
    #expect(round() == 300)
    #expect(asked == 300, "nothing is asked twice")
  }
}
