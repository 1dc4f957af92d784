import HTTP
import SQL

/// What the operator's own listener answers: figures and health, without a token and never a page.
/// Who can reach that address may know them.
public struct AdminDesk: Application {
  private let office: Office

  public init(_ office: Office) { self.office = office }

  /// A connection to count with.
  public final class Local {
    let reader: Reader

    init(reader: Reader) { self.reader = reader }
  }

  public func makeLocal(_ lane: Lane) throws -> Local {
    Local(reader: try office.kernel.database.makeReader())
  }

  public func plan(_ request: Request, _ local: Local) -> Plan { Plan(lane: .inline) }

  public func respond(_ request: Request, _ local: Local) -> Response {
    guard request.method == .get || request.isHead else { return .methodNotAllowed([.get, .head]) }
    switch request.path {
    case "/metrics": return metrics(local)
    case "/healthz": return .text("ok")
    default: return .plain(.notFound)
    }
  }

  private func metrics(_ local: Local) -> Response {
    do {
      return .metrics(try OfficeMetrics.text(office, local.reader.open))
    } catch {
      office.kernel.log("metrics: \(error)")
      return .plain(.unavailable)
    }
  }
}
