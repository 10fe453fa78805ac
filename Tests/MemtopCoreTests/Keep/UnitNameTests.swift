import MemtopCore
import Testing

struct UnitNameTests {
  @Test(arguments: [
    ("nginx", "nginx.service", "service"), ("nginx.service", "nginx.service", "service"),
    ("getty@tty1", "getty@tty1.service", "service"),
    ("user-1000.slice", "user-1000.slice", "slice"),
    (#"a\x2db.mount"#, #"a\x2db.mount"#, "mount"), ("a.b", "a.b.service", "service"),
    ("session-4.scope", "session-4.scope", "scope"),
    ("apt-daily.timer", "apt-daily.timer", "timer"),
  ])
  func whatSystemctlTakesIsTaken(_ typed: String, _ name: String, _ kind: String) throws {
    let unit = try UnitName(typed)
    #expect(unit.text == name && unit.kind.rawValue == kind)
  }

  @Test(arguments: [
    "", ".service", "@a.service", "a b", "a/b.service", "../../etc/passwd", "a\nb.service", "a'b",
    "a;reboot", "$(reboot)", "\u{1b}[2J", "ä.service",
    String(repeating: "a", count: 250) + ".service",
  ])
  func whatNoUnitIsCalledIsRefused(_ typed: String) {
    #expect(UnitName(whole: typed) == nil)
    do throws(KeepRefusal) {
      _ = try UnitName(typed)
      Issue.record("taken: \(typed)")
    } catch {
      #expect(error.message.contains("is not the name of a unit"))
      #expect(!error.message.contains("\n") && !error.message.contains("\u{1b}"))
    }
  }

  @Test func aRefusalSaysHowSystemdWouldWriteIt() {
    do throws(KeepRefusal) {
      _ = try UnitName("my app.service")
    } catch {
      #expect(error.instead == #"systemd writes such a name my\x20app.service"#)
    }
  }

  @Test func templatesAndInstancesAreToldApart() throws {
    let instance = try UnitName("getty@tty1.service")
    #expect(instance.template?.text == "getty@.service" && !instance.isTemplate)
    let template = try UnitName("getty@.service")
    #expect(template.isTemplate && template.template == nil)
    #expect(try UnitName("nginx").template == nil)
  }

  /// systemd writes `_` before a group's name that one of the kernel's files could have.
  @Test func aGroupsNameIsReadAsSystemdWritesIt() {
    #expect(UnitName(ofGroup: Array("_memory.service".utf8))?.text == "memory.service")
    #expect(UnitName(ofGroup: Array("nginx.service".utf8))?.text == "nginx.service")
    #expect(UnitName(ofGroup: Array("docker".utf8)) == nil)
    #expect(UnitName(ofGroup: [0x61, 0xff] + Array(".service".utf8)) == nil)
  }

  @Test(arguments: [
    ("nginx.service", "nginx.service"), ("--max=5", "--max=5"), ("A=b", "A=b"),
    (#"a\x2db.service"#, #"'a\x2db.service'"#), ("it's", #"'it'\''s'"#), ("", "''"),
    ("a b", "'a b'"), ("$x", "'$x'"),
  ])
  func aShellTakesItForOneWord(_ text: String, _ word: String) {
    #expect(ShellWord.quoted(text) == word)
  }
}
