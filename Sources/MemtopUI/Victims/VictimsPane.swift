import MemtopCore

extension Pane {
  static let victims = Pane(
    .victims, key: "2", title: "Victims",
    help: "Whom the kernel would kill, in its own order, were memory to run out now.",
    columns: VictimOrder.choice,
    shown: { app in
      let rules =
        app.shownKill?.picture.candidates.rules ?? KillRules(release: app.model.facts.kernel)
      let columns = VictimOrder.columns(app, rules)
      return VictimOrder.fitting(columns, app.victimSort, width: app.listWidth).places.map {
        Pane.ShownColumn(columns[$0.index].id, $0)
      }
    },
    lineCount: { $0.victimPlaces?.count ?? $0.shownKill?.order.victims.count ?? 0 },
    processes: Processes(
      row: { app, line in
        guard let (picture, order) = app.shownKill, let place = app.victimPlace(ofLine: line),
          order.victims.indices.contains(place)
        else { return nil }
        return app.model.processes.index(of: picture.id(order.victims[place].row))
      },
      line: { app, process in
        guard let (picture, order) = app.shownKill else { return nil }
        guard let place = picture.rank(process, in: order).map({ $0 - 1 }) else { return nil }
        return app.victimPlaces.map { $0.firstIndex(of: place) } ?? place
      }),
    sum: { app, tagged in
      guard let (picture, order) = app.shownKill else { return nil }
      return Pane.sum(
        VictimField.frees.title,
        tagged.compactMap { subject -> FieldValue? in
          guard case .process(let process) = subject,
            let rank = picture.rank(process, in: order)
          else { return nil }
          let pages = UInt64(clamping: order.victims[rank - 1].freedMemory)
          return .bytes(pages.multipliedSaturated(by: app.model.facts.pageSize))
        })
    },
    count: { app in
      guard let (picture, order) = app.shownKill else { return "" }
      let all = picture.view.count(order.victims.count)
      guard !app.victimFilter.isEmpty, let places = app.victimPlaces else { return all }
      return "\(places.count) of \(all)"
    },
    facts: { app in
      var facts: [Fact] = []
      if let scope = app.shownKill?.order.scope, scope.isLimited {
        let pages = UInt64(clamping: scope.totalPages)
        let (bytes, overflow) = pages.multipliedReportingOverflow(by: app.model.facts.pageSize)
        if !overflow { facts.append(("memory and swap: ", Quantity.bytes(bytes))) }
      }
      facts.append(("scope: ", app.killGroup.map { VisibleText.make($0) } ?? "host"))
      return facts
    },
    foot: { VictimsFoot($0).lines },
    drawing: .own(VictimsDraw.self),
    open: { $0.openExplain() },
    // It is the kernel's order that one comes for.
    barPriority: ["sort": 45],
    sorting: Sorting(
      now: { Pane.Order(column: $0.victimSort.field.id, isDescending: $0.victimSort.isDescending) },
      by: { app, id in
        id.flatMap(VictimField.named).map { field in app.orderVictims { $0.sort(by: field) } } ?? []
      },
      invert: { app in app.orderVictims { $0.invert() } },
      isSaid: { !$0.victimSort.isKillOrder }),
    filtering: .terms(
      now: { $0.victimFilter },
      take: { app, filter in
        guard filter != app.victimFilter else { return [] }
        return app.change { app in
          app.victimFilter = filter
          app.narrowVictims()
        }
      },
      besides: { app in
        app.foreseen.map { foreseen in
          let count = foreseen.edits.count
          return [("preview of ", count == 1 ? "1 edit" : "\(count) edits")]
        } ?? []
      }),
    isFound: { $0.isFound($2, inProcessAt: $1) })
}
