import Office
import SQL

extension OrdersModule {
  /// The Seller API's methods of postings. All are POST with a JSON body; paths and shapes are
  /// those that sellers' programs know.
  var sellerRoutes: Routes { postingCalls + labelCalls + courierCalls + handoverCalls + termCalls }

  private var postingCalls: Routes {
    let postings = PostingCalls(carriers: carriers)
    let packing = PackCalls(acts: acts, room: room)
    return Routes {
      $0.post("/v3/posting/fbs/list", .program(.readOrders), postings.list)
      $0.post("/v3/posting/fbs/unfulfilled/list", .program(.readOrders), postings.open)
      $0.post("/v4/posting/fbs/list", .program(.readOrders), postings.listPaged)
      $0.post("/v4/posting/fbs/unfulfilled/list", .program(.readOrders), postings.openPaged)
      $0.post("/v3/posting/fbs/get", .program(.readOrders), postings.show)
      $0.post("/v2/posting/fbs/get-by-barcode", .program(.readOrders), postings.scanned)
      $0.post("/v2/posting/fbs/cancel-reason/list", .program(.readOrders), postings.reasons)
      $0.post(
        "/v1/posting/fbs/cancel-reason", .program(.readOrders), postings.reasonsOfPostings)
      $0.post("/v4/posting/fbs/ship", .program(.writeOrders), packing.ship)
      $0.post("/v4/posting/fbs/ship/package", .program(.writeOrders), packing.shipPackage)
      $0.post("/v1/posting/fbs/split", .program(.writeOrders), packing.split)
      $0.post("/v2/posting/fbs/cancel", .program(.writeOrders), packing.cancel)
      $0.post("/v2/posting/fbs/product/cancel", .program(.writeOrders), packing.cancelProducts)
      $0.post("/v2/posting/fbs/package-label", .program(.readOrders), packing.labels)
    }
  }

  private var labelCalls: Routes {
    let labels = LabelCalls(room: room)
    let path = "posting/fbs/package-label"
    return Routes {
      $0.post("/v1/\(path)/create", .program(.readOrders), labels.create)
      $0.post("/v2/\(path)/create", .program(.readOrders), labels.createBoth)
      $0.post("/v3/\(path)/create", .program(.readOrders), labels.createOfMany)
      $0.post("/v1/\(path)/get", .program(.readOrders), labels.show)
      $0.post("/v2/\(path)/get", .program(.readOrders), labels.showFinely)
    }
  }

  private var courierCalls: Routes {
    let courier = CourierCalls(tracking: tracking)
    return Routes {
      $0.post("/v2/fbs/posting/tracking-number/set", .program(.writeOrders), courier.setNumbers)
      $0.post("/v2/fbs/posting/delivering", .program(.writeOrders), courier.deliver)
      $0.post("/v2/fbs/posting/last-mile", .program(.writeOrders), courier.hand)
      $0.post("/v2/fbs/posting/delivered", .program(.writeOrders), courier.finish)
    }
  }

  private var handoverCalls: Routes {
    let acts = HandoverCalls(acts: acts, carriers: carriers)
    let papers = HandoverPapers(acts: self.acts, carriers: carriers, room: room)
    let methods = DeliveryMethodCalls(carriers: carriers)
    let path = "/v2/posting/fbs/act"
    return Routes {
      $0.post("/v1/delivery-method/list", .program(.readOrders), methods.list)
      $0.post("/v2/delivery-method/list", .program(.readOrders), methods.listPaged)
      $0.post("\(path)/create", .program(.writeOrders), acts.create)
      $0.post("\(path)/check-status", .program(.readOrders), acts.status)
      $0.post("\(path)/list", .program(.readOrders), acts.list)
      $0.post("\(path)/get-postings", .program(.readOrders), acts.postings)
      $0.post("\(path)/get-pdf", .program(.readOrders), papers.act)
      $0.post("\(path)/get-barcode", .program(.readOrders), papers.barcode)
      $0.post("\(path)/get-barcode/text", .program(.readOrders), papers.barcodeText)
      $0.post("\(path)/get-container-labels", .program(.readOrders), papers.containers)
      $0.post(
        "/v2/posting/fbs/digital/act/check-status", .program(.readOrders), papers.digitalStatus)
      $0.post("/v2/posting/fbs/digital/act/get-pdf", .program(.readOrders), papers.digital)
    } + carriageCalls
  }

  private var carriageCalls: Routes {
    let carriages = CarriageCalls(acts: acts, carriers: carriers)
    let departures = DepartureCalls(acts: acts, carriers: carriers)
    return Routes {
      $0.post("/v1/carriage/create", .program(.writeOrders), carriages.create)
      $0.post("/v1/carriage/approve", .program(.writeOrders), carriages.approve)
      $0.post("/v1/carriage/set-postings", .program(.writeOrders), carriages.setPostings)
      $0.post("/v1/carriage/cancel", .program(.writeOrders), carriages.cancel)
      $0.post("/v1/carriage/get", .program(.readOrders), carriages.show)
      $0.post(
        "/v1/posting/carriage-available/list", .program(.readOrders), departures.available)
      $0.post("/v1/carriage/delivery/list", .program(.readOrders), departures.list)
      $0.post("/v2/carriage/delivery/list", .program(.readOrders), departures.listPaged)
    }
  }

  private var termCalls: Routes {
    let terms = TermCalls(acts: acts, carriers: carriers)
    let origins = OriginCalls(acts: acts)
    let assembly = AssemblyCalls(carriers: carriers)
    let (path, product) = ("posting/fbs", "/v2/posting/fbs/product")
    return Routes {
      $0.post("/v3/posting/multiboxqty/set", .program(.writeOrders), terms.setBoxes)
      $0.post("\(product)/country/list", .program(.readOrders), origins.countries)
      $0.post("\(product)/country/set", .program(.writeOrders), origins.set)
      $0.post("/v2/\(path)/awaiting-delivery", .program(.writeOrders), terms.offerAgain)
      $0.post("/v2/\(path)/arbitration", .program(.writeOrders), terms.dispute)
      $0.post("/v1/\(path)/restrictions", .program(.readOrders), terms.limits)
      $0.post("/v1/posting/cutoff/set", .program(.writeOrders), terms.moveCutOff)
      $0.post(
        "/v1/\(path)/timeslot/change-restrictions", .program(.readOrders), terms.slotLimits)
      $0.post("/v1/\(path)/timeslot/set", .program(.writeOrders), terms.moveSlot)
      $0.post("/v1/\(path)/pick-up-code/verify", .program(.writeOrders), terms.verify)
      $0.post("/v1/assembly/fbs/posting/list", .program(.readOrders), assembly.postings)
      $0.post("/v1/assembly/fbs/product/list", .program(.readOrders), assembly.products)
    }
  }
}
