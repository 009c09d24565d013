// SPDX-License-Identifier: Apache-2.0

/// What did not come about in time, and what was seen instead.
struct TooLate: Error, CustomStringConvertible {
    let description: String
}

/// Waits until a condition has a value: looks often, and gives up at a deadline.
///
/// - Parameters:
///   - what: For the message when it does not come about.
///   - seen: Evaluated at the deadline, to say how things stood.
@discardableResult
func eventually<Value>(
    _ what: String,
    within limit: Duration = .seconds(20),
    every interval: Duration = .milliseconds(20),
    seen: () -> String = { "" },
    isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        if let value = try await condition() { return value }
        guard ContinuousClock.now < deadline else { throw TooLate(description: "not within \(limit): \(what)\n\(seen())") }
        try await Task.sleep(for: interval)
    }
}

extension Bool {
    /// For ``eventually(_:within:every:seen:isolation:_:)``: nil is "not yet".
    var asCondition: Void? { self ? () : nil }
}
