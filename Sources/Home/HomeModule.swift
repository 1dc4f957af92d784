import Office
import SQL

/// The first page after sign-in: what must I do now, for every role.
public struct HomeModule: Module {
  public static let name = "Home"
  public static let migrations: [Migration] = []
  public static let pages: [PageBinding] = [.page(HomePage.self)]

  private let controller: HomeController

  /// - Parameters:
  ///   - tasks: the queues of all features, in the order shown where deadlines are equal.
  ///   - tiles: the numbers of all features.
  public init(tasks: [HomeTask], tiles: [HomeTile]) {
    controller = HomeController(tasks: tasks, tiles: tiles)
  }

  public var routes: Routes {
    Routes {
      $0.get("/", .signedIn, controller.show)
    }
  }

  public var navigation: [NavigationEntry] {
    [NavigationEntry("home.nav", icon: "home", path: "/")]
  }

  public var recounts: [Recount] { [] }
}
