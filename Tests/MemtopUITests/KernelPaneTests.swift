import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct KernelPaneTests {
  static let series = Fixtures.path("kernel-memory/6.1")

  /// An app that shows the pane, after both trees of the series.
  private static func app(
    _ width: Int, _ height: Int, _ glyphs: Glyphs = .unicode, files: [String: String]? = nil
  ) throws -> App {
    var app = try App.showing(glyphs: glyphs, width: width, height: height)
    #expect(app.keys("4").contains(.readKernel))
    var reader = KernelReader()
    if let files {
      let tree = TemporaryTree(files)
      _ = app.update(.kernel(reader.read(try KernelRoot(tree.path))))
    } else {
      for tree in CapturedSeries.trees(in: series) {
        _ = app.update(.kernel(reader.read(try KernelRoot(tree))))
      }
    }
    return app
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 12), (20, 5)])
  func screens(_ width: Int, _ height: Int) throws {
    expectGoldenWithRoles(
      try Self.app(width, height).screen(), "kernel-\(width)x\(height)", if: width == 120)
    expectGolden(try Self.app(width, height, .ascii).screen(), "kernel-\(width)x\(height)-ascii")
  }

  @Test func whatLiesBelow() throws {
    var app = try Self.app(80, 24)
    app.keys(.end)
    expectGolden(app.screen(), "kernel-end-80x24")
  }

  /// A host in trouble: free below a watermark, free memory in pieces, no right to the caches.
  @Test func trouble() throws {
    let app = try Self.app(
      80, 40,
      files: [
        "denied": "proc/slabinfo\n", "proc/slabinfo": "",
        "proc/meminfo":
          "MemTotal: 4000000 kB\nCommitted_AS: 9000000 kB\nCommitLimit: 8000000 kB\n"
          + "KernelStack: 90000 kB\nZswap: 100 kB\nZswapped: 400 kB\n",
        "proc/zoneinfo":
          "Node 0, zone    DMA32\n  pages free     9000\n        min      4000\n"
          + "        low      5000\n        high     6000\n        present  700000\n"
          + "Node 1, zone   Normal\n  pages free     4500\n        min      4000\n"
          + "        low      5000\n        high     6000\n        present  700000\n"
          + "Node 1, zone  Movable\n  pages free     0\n        min      0\n        present  0\n",
        "proc/buddyinfo":
          "Node 0, zone DMA32 9000 0 0 0 0 0 0 0 0 0 0\nNode 1, zone Normal 500 2000 0 0 0 0 0 0 0 0 0\n",
        "sys/block/zram0/mm_stat": "4194304 1048576 2097152 0 2097152 0 0 0 0\n",
        "sys/devices/system/node/node0/meminfo": "Node 0 MemTotal: 16 kB\nNode 0 MemFree: 4 kB\n",
        "sys/devices/system/node/node1/meminfo": "Node 1 MemTotal: 16 kB\nNode 1 MemFree: 8 kB\n",
      ])
    expectGolden(app.screen(), "kernel-trouble-80x40")
    #expect(app.text.contains("below low"))
    #expect(app.text.contains("it needs root"))
  }

  private static func names(_ app: App) -> [FieldValue] { (app.kernel.slabs ?? []).map { $0[0] } }

  private static func values(_ app: App, _ id: String) throws -> [Double] {
    let column = try #require(KernelTable.slabs.column(id))
    return (app.kernel.slabs ?? []).compactMap {
      $0[column].order.map(Double.init)
    }
  }

  @Test func cachesAreSortedByTheMenuTheKeysAndTheMouse() throws {
    var app = try Self.app(120, 60)
    #expect(try Self.values(app, "size") == Self.values(app, "size").sorted(by: >))
    app.keys(">")
    #expect(try Self.values(app, "share") == Self.values(app, "share").sorted(by: >))
    app.keys(.function(6), .down, .enter)
    #expect(try Self.values(app, "active") == Self.values(app, "active").sorted(by: >))
    app.keys("I")
    #expect(try Self.values(app, "active") == Self.values(app, "active").sorted())
    let line = try #require(app.screen().lines.firstIndex { $0.contains("CACHE") })
    let objectSize = try #require(app.screen().lines[line].range(of: "OBJSIZE"))
    let x = app.screen().lines[line].distance(
      from: app.screen().lines[line].startIndex, to: objectSize.lowerBound)
    _ = app.update(.mouse(Mouse(.press, at: Point(x: x + 1, y: line))))
    #expect(try Self.values(app, "objectSize") == Self.values(app, "objectSize").sorted(by: >))
    _ = app.update(.mouse(Mouse(.press, at: Point(x: x + 1, y: line))))
    #expect(try Self.values(app, "objectSize") == Self.values(app, "objectSize").sorted())
  }

  @Test func aSearchFindsACache() throws {
    var app = try Self.app(80, 24)
    app.keys("/")
    app.write("kernfs")
    app.keys(.enter)
    #expect(app.kernelText(atLine: app.selection.cursor) == "kernfs_node_cache")
  }

  /// Nothing here is a process: no key acts on one.
  @Test func noKeyActsOnAProcess() throws {
    var app = try Self.app(80, 24)
    for key in ["o", "k", "(", "r", "x", " ", "c"] as [Key] {
      #expect(app.keys(key).allSatisfy { if case .hold = $0 { false } else { true } })
      #expect(app.dialog == nil, "\(key)")
      #expect(app.selection.tags.processes.isEmpty)
    }
  }

  /// The cursor stays on its cache when the order changes, and so does a tag.
  @Test func cachesAreTaggedAndFollowed() throws {
    var app = try Self.app(160, 60)
    func name() -> String? { app.kernelText(atLine: app.selection.cursor) }
    app.move(to: try #require(KernelLines(app).line(ofSlab: 0)))
    let two = [name(), app.kernel.name(ofSlab: 1)].compactMap(\.self)
    app.keys(" ", " ")
    #expect(
      Set(app.selection.tags.of(.slabCache)) == Set(two.map { .named(.slabCache, $0) }))
    #expect(app.text.contains("together SIZE") && app.text.contains("tagged 2"))
    let third = try #require(name())
    let before = app.selection.cursor
    app.keys("I")
    #expect(name() == third && app.selection.cursor != before)
    _ = app.update(.kernel(try #require(app.kernel.memory)))
    #expect(name() == third && app.text.contains("tagged 2"))
    app.keys("U")
    #expect(!app.text.contains("tagged"))
    // A zone is nothing that can be tagged.
    app.move(to: 0)
    app.keys(" ")
    #expect(app.text.contains("nothing on this line can be tagged"))
  }

  /// Where there is no room for both, how many are tagged is said and not how many there are.
  @Test func onANarrowScreenTheTagsAreCounted() throws {
    var app = try Self.app(80, 24)
    #expect(app.text.contains("158 slab caches") && !app.text.contains("sort"))
    app.move(to: try #require(KernelLines(app).line(ofSlab: 0)))
    app.keys(" ")
    #expect(app.text.contains("tagged 1") && !app.text.contains("158 slab caches"))
  }

  @Test func itIsReadOnlyWhileItIsShown() throws {
    var app = try Self.app(80, 24)
    #expect(app.showsKernel)
    app.keys("1")
    #expect(!app.showsKernel)
  }

  @Test func everySizeIsDrawn() throws {
    var app = try Self.app(80, 24)
    for width in Array(0...90) + [133, 250] {
      for height in [0, 1, 5, 12, 24, 60] {
        _ = app.update(.resized(width: width, height: height))
        #expect(app.screen().height == height)
      }
    }
  }

  @Test func slabCachesAreFilteredLikeEveryList() throws {
    var app = try Self.app(120, 40)
    let all = Self.names(app)
    app.keys(.function(4))
    app.write("dentr")
    app.keys(.enter)
    #expect(Self.names(app) == [.text("dentry"), .text("ext4_fc_dentry_update")])
    #expect(app.text.contains("2 of \(all.count) slab caches"))
    #expect(app.text.contains("dentry") && app.text.contains("filter: dentr"))
    app.keys("\\", .control("u"))
    app.write("size>100K")
    app.keys(.enter)
    let sizes = try Self.values(app, "size")
    #expect(!sizes.isEmpty && sizes.count < all.count && sizes.allSatisfy { $0 > 102_400 })
    // The newest reading is narrowed too.
    var reader = KernelReader()
    for tree in CapturedSeries.trees(in: Self.series) {
      _ = app.update(.kernel(reader.read(try KernelRoot(tree))))
    }
    #expect(try Self.values(app, "size") == sizes)
    app.keys("\\")
    app.write(" nonsense>1")
    #expect(app.text.contains("no field is named"))
    app.keys(.escape)
    #expect(try Self.values(app, "size") == sizes)
    app.keys("\\", .control("u"), .enter)
    #expect(Set(Self.names(app).map { "\($0)" }) == Set(all.map { "\($0)" }))
  }
}
