import Foundation
import LinuxKernel
import MemtopCore
import MemtopUI
import Testing

@testable import memtop

@Suite struct ConfigStoreTests {
  private final class Folder {
    let path: String

    init() throws {
      path = FileManager.default.temporaryDirectory.path + "/memtop-config-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) throws -> String {
      try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }

    func write(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    var names: [String] {
      get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    func mode(_ name: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int
    }
  }

  private var changed: Settings {
    var settings = Settings.standard
    settings.isTree = true
    return settings
  }

  @Test func aMissingFileIsNoFile() throws {
    let folder = try Folder()
    #expect(try ConfigStore(path: folder.path + "/a/b.toml").load() == nil)
  }

  @Test func savingMakesTheFolderAndIsReadAgain() throws {
    let folder = try Folder()
    let store = ConfigStore(path: folder.path + "/a/b/config.toml")
    #expect(store.save(changed) == .saved(path: folder.path + "/a/b/config.toml"))
    #expect(try store.load()?.settings == changed)
    #expect(try folder.mode("a") == 0o700)
    #expect(store.save(.standard) == .saved(path: folder.path + "/a/b/config.toml"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/a/b") == ["config.toml"])
  }

  @Test(arguments: ["tree = ", "# mine\ntree = true\n", "colour = \"red\"\n"])
  func whatAPersonWroteIsKept(text: String) throws {
    let folder = try Folder()
    try folder.write("config.toml", text)
    chmod(folder.path + "/config.toml", 0o640)
    let store = ConfigStore(path: folder.path + "/config.toml")
    _ = store.save(changed)
    _ = store.save(.standard)
    #expect(try folder.names == ["config.toml", "config.toml.bak"])
    #expect(try folder.text("config.toml.bak") == text)
    #expect(try store.load()?.settings == .standard)
    #expect(try folder.mode("config.toml") == 0o640)
  }

  @Test func aLinkStaysALink() throws {
    let folder = try Folder()
    try folder.write("real.toml", "")
    symlink("real.toml", folder.path + "/config.toml")
    let store = ConfigStore(path: folder.path + "/config.toml")
    #expect(store.save(changed) == .saved(path: folder.path + "/real.toml"))
    #expect(try store.load()?.settings == changed)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: store.path) == "real.toml")
  }

  @Test func whatIsNoFileIsRefusedWithoutWaiting() throws {
    let folder = try Folder()
    mkfifo(folder.path + "/pipe", 0o600)
    for name in ["pipe", ""] {
      #expect(throws: KernelError.self) { try ConfigStore(path: folder.path + "/" + name).load() }
    }
    try folder.write("long", String(repeating: "#", count: 70_000))
    #expect(throws: KernelError.self) { try ConfigStore(path: folder.path + "/long").load() }
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    let folder = try Folder()
    try folder.write("file", "")
    guard
      case .failed(let reason) = ConfigStore(path: folder.path + "/file/config.toml").save(changed)
    else {
      Issue.record("saved below a file")
      return
    }
    #expect(reason.contains("ENOTDIR") || reason.contains("EEXIST"))
    #expect(try folder.text("file").isEmpty)
  }

  @Test(.enabled(if: geteuid() == 0)) func rootLeavesAnotherUsersHomeAlone() throws {
    let folder = try Folder()
    try #require(chown(folder.path, 12345, 12345) == 0)
    let outcome = ConfigStore(path: folder.path + "/.config/memtop/config.toml").save(changed)
    guard case .failed(let reason) = outcome else {
      Issue.record("saved into another user's folder")
      return
    }
    #expect(reason.contains("12345"))
    #expect(try folder.names.isEmpty)
  }

  @Test(.enabled(if: geteuid() == 0)) func rootIsNotLedElsewhereByAnotherUsersLink() throws {
    let folder = try Folder()
    try folder.write("target.toml", "mine")
    for (name, target) in [("config.toml", "target.toml"), ("home", ".")] {
      try #require(symlink(target, folder.path + "/" + name) == 0)
      try #require(lchown(folder.path + "/" + name, 12345, 12345) == 0)
    }
    for path in ["config.toml", "home/target.toml", "home/new/config.toml"] {
      guard case .failed(let reason) = ConfigStore(path: folder.path + "/" + path).save(changed)
      else {
        Issue.record("\(path) was followed")
        continue
      }
      #expect(reason.contains("is a link of user 12345, which is not followed"))
    }
    #expect(throws: KernelError.self) {
      try AtomicFile.write([0x61], to: folder.path + "/home/picture.svg")
    }
    #expect(try folder.text("target.toml") == "mine")
    #expect(try folder.names == ["config.toml", "home", "target.toml"])
  }

  @Test func aLinkOfOnesOwnStays() throws {
    let folder = try Folder()
    try folder.write("target.toml", "")
    symlink("target.toml", folder.path + "/config.toml")
    guard case .saved = ConfigStore(path: folder.path + "/config.toml").save(changed) else {
      Issue.record("not saved through one's own link")
      return
    }
    #expect(try folder.text("target.toml").contains("tree = true"))
    #expect(try ConfigStore(path: folder.path + "/config.toml").load()?.settings == changed)
  }

  @Test func aCircleOfLinksEnds() throws {
    let folder = try Folder()
    symlink("b", folder.path + "/a")
    symlink("a", folder.path + "/b")
    #expect(throws: KernelError(path: folder.path + "/a/x", reason: .errno(ELOOP))) {
      try AtomicFile.write([0x61], to: folder.path + "/a/x")
    }
  }

  @Test func anAtomicFileReplacesALinkAndLeavesNothingBehind() throws {
    let folder = try Folder()
    try folder.write("victim", "mine")
    symlink("victim", folder.path + "/picture.svg")
    try AtomicFile.write([0x61], to: folder.path + "/picture.svg")
    #expect(try folder.text("victim") == "mine")
    #expect(try folder.text("picture.svg") == "a")
    mkdir(folder.path + "/folder", 0o700)
    #expect(throws: KernelError(path: folder.path + "/folder", reason: .errno(EISDIR))) {
      try AtomicFile.write([0x61], to: folder.path + "/folder")
    }
    #expect(throws: KernelError.self) { try AtomicFile.checkWritable(folder.path + "/no/file") }
    try AtomicFile.checkWritable(folder.path + "/new")
    #expect(try folder.names == ["folder", "picture.svg", "victim"])
  }
}
