/// The live screen.
struct Dashboard {
  init(_ options: DashboardOptions) throws {}

  func run() throws -> Int32 {
    throw CommandFailure("the dashboard is not there yet", .unavailable)
  }
}
