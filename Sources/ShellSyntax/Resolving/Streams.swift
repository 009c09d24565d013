// SPDX-License-Identifier: Apache-2.0

/// Where a command's input comes from and where what it prints goes.
struct Streams: Hashable, Sendable {
    enum Source: Hashable, Sendable {
        /// The script's own.
        case inherited
        case nothing
        case value(Value)
        /// An absolute path, or a pattern of one.
        case file(String)
        case connection
        case unknown
    }

    enum Sink: Hashable, Sendable {
        /// The script's own.
        case inherited
        case nothing
        /// An index into ``ShellState/captures``.
        case capture(Int)
        /// An absolute path; nil where it is not known.
        case file(String?)
        case connection
    }

    struct Descriptor: Hashable, Sendable {
        var source: Source?
        var sink: Sink?
    }

    var input = Source.inherited
    var output = Sink.inherited
    var errors = Sink.inherited
    var others: [Int: Descriptor] = [:]

    /// Whether somebody reads what is printed.
    var isRead: Bool {
        switch output {
        case .inherited, .nothing, .connection: false
        case .capture, .file: true
        }
    }

    var hasConnection: Bool { input == .connection || output == .connection || errors == .connection }

    mutating func join(_ other: Streams) {
        if input != other.input, input != .connection { input = other.input == .connection ? .connection : .unknown }
        if output != other.output, output != .connection { output = other.output }
        if errors != other.errors, errors != .connection { errors = other.errors }
        others.merge(other.others) { mine, _ in mine }
    }

    subscript(descriptor: Int) -> Descriptor? {
        get {
            switch descriptor {
            case 0: Descriptor(source: input, sink: input == .connection ? .connection : nil)
            case 1: Descriptor(source: output == .connection ? .connection : nil, sink: output)
            case 2: Descriptor(source: errors == .connection ? .connection : nil, sink: errors)
            default: others[descriptor]
            }
        }
        set {
            switch descriptor {
            case 0: input = newValue?.source ?? (newValue == nil ? .nothing : .unknown)
            case 1: output = newValue?.sink ?? .nothing
            case 2: errors = newValue?.sink ?? .nothing
            default: others[descriptor] = newValue
            }
        }
    }
}
