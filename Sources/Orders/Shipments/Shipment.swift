import Commerce

/// How a posting leaves: with whom, and in which parcels.
struct Shipment: Sendable, Hashable {
  let carrier: Carrier
  /// nil keeps what the parcels have.
  var tariff: Tariff?
  /// What the service costs and promises; nil where it was not asked.
  var quote: Quote?
  let parcels: [ParcelDraft]
  /// By whose word; nil where nobody chose.
  var choice: ShippingChoice?

  /// Of the first parcel.
  var trackingNumber: String { parcels.first?.number ?? "" }

  init(
    carrier: Carrier, tariff: Tariff?, quote: Quote?, parcels: [ParcelDraft],
    choice: ShippingChoice? = nil
  ) {
    self.carrier = carrier
    self.tariff = tariff
    self.quote = quote
    self.parcels = parcels
    self.choice = choice
  }

  /// One parcel, as it was packed, under that number.
  init(carrier: Carrier, trackingNumber: String) {
    self.init(
      carrier: carrier, tariff: nil, quote: nil, parcels: [ParcelDraft(number: trackingNumber)])
  }
}

/// A parcel as somebody wants it.
struct ParcelDraft: Sendable, Hashable {
  /// Normalised; nil lets the platform's own carrier give the next one.
  var number: String?
  /// nil keeps the weight of its goods.
  var measure: ParcelMeasure?
  /// Pieces by the posting's lines; empty where the one parcel holds everything.
  var lines: [Int64: Int64] = [:]
}

/// A posting's line as a parcel takes pieces of it.
struct PackedLine: Sendable, Hashable {
  let line: Int64
  let title: String
  let offer: String
  let weightGrams: Int64
  let quantity: Int64
}

/// The tracking number is another posting's, or another parcel's.
struct DuplicateTracking: Error {
  /// The other posting; nil when it is not this shop's.
  let number: String?
  /// The parcel that would have had it.
  var part: Int = 1
}

/// A parcel with all that is known of it.
struct ParcelCard: Sendable, Hashable {
  let posting: PostingID
  let part: Int64
  let carrier: Int64
  let number: String
  let weight: Int64
  let sides: [Int64]
  let tariff: TariffID?
  let zone: ZoneID?
  let price: Money?
  /// The end of the last day by the carrier's word.
  let promised: Instant?
  let status: TrackingStatus?
  let heard: Instant?
  let trouble: ParcelTrouble
  let manifest: ManifestID?
}

/// Why somebody has to look after a parcel. The numbers are stored.
enum ParcelTrouble: Int64, Sendable, CaseIterable {
  case none = 0
  /// Nothing was heard of it for longer than its carrier's days.
  case stuck = 1
  /// It is not there on the promised day.
  case late = 2
}
