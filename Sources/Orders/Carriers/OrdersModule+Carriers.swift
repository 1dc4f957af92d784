import Office

extension OrdersModule {
  /// What the platform's admin keeps of carriers.
  static func carrierRoutes(_ kernel: Kernel, _ carriers: Carriers) -> Routes {
    let admin = CarriersController(kernel: kernel, carriers: carriers)
    return Routes {
      $0.get("/carriers", .requires(.editCarriers), admin.list)
      $0.post("/carriers", .requires(.editCarriers), admin.create)
      $0.get("/carriers/:id", .requires(.editCarriers), admin.show)
      $0.post("/carriers/:id", .requires(.editCarriers), admin.update)
      $0.post("/carriers/:id/services", .requires(.editCarriers), admin.addService)
      $0.post("/carriers/:id/zones", .requires(.editCarriers), admin.addZone)
      $0.post("/carriers/:id/keys", .requires(.editCarriers), admin.addKey)
      $0.post("/carriers/:id/keys/revocation", .requires(.editCarriers), admin.revokeKey)
      $0.get("/zones/:id", .requires(.editCarriers), admin.zone)
      $0.post("/zones/:id", .requires(.editCarriers), admin.updateZone)
      $0.get("/services/:id", .requires(.editCarriers), admin.service)
      $0.post("/services/:id", .requires(.editCarriers), admin.updateService)
      $0.post("/services/:id/rates", .requires(.editCarriers), admin.saveRate)
      $0.post("/services/:id/rates/removal", .requires(.editCarriers), admin.removeRate)
    }
  }

  static let carrierNavigation = [
    NavigationEntry(
      "carriers.title", icon: "truck", path: "/carriers", also: ["/services", "/zones"],
      for: .editCarriers)
  ]
}
