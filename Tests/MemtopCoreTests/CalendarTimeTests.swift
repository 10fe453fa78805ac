import Testing

@testable import MemtopCore

@Suite struct CalendarTimeTests {
  @Test(
    arguments: [
      (0, 0, "1970-01-01T00:00:00Z"),
      (951_782_400, 0, "2000-02-29T00:00:00Z"),
      (1_709_251_199, 0, "2024-02-29T23:59:59Z"),
      (4_107_542_400, 0, "2100-03-01T00:00:00Z"),
      (-1, 0, "1969-12-31T23:59:59Z"),
      (-2_203_891_200, 0, "1900-03-01T00:00:00Z"),
      (1_768_277_867, 3600, "2026-01-13T05:17:47+01:00"),
      (1_768_277_867, -12600, "2026-01-13T00:47:47-03:30"),
      (253_402_300_799, 0, "9999-12-31T23:59:59Z"),
    ] as [(Int64, Int64, String)])
  func dates(_ seconds: Int64, _ offset: Int64, _ text: String) {
    #expect(CalendarTime(seconds: seconds, offset: offset).rfc3339 == text)
  }

  @Test func theClockIsTheEndOfTheDate() {
    let time = CalendarTime(seconds: 1_768_277_867, offset: 3600)
    #expect(time.clock == "05:17:47")
    #expect(time.date == "2026-01-13")
  }

  @Test func theEndsOfTimeAreNoTrap() {
    for seconds in [Int64.min, .min + 1, .max] {
      for offset in [Int64.min, -1, 0, 1, .max] {
        let time = CalendarTime(seconds: seconds, offset: offset)
        #expect(time.hour < 24 && time.minute < 60 && time.second < 60)
        #expect((1...12).contains(time.month) && (1...31).contains(time.day))
      }
    }
  }
}
