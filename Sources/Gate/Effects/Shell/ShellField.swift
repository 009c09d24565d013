// SPDX-License-Identifier: Apache-2.0

/// A word after expansion, with what is known of it.
struct ShellField {
    var text = ""
    /// A part of it is computed when the command runs; `text` has the rest.
    var isDynamic = false
    /// It has a `*`, `?` or `[` that the shell expands.
    var isPattern = false
    /// A part of it was fetched from the network.
    var isFromNetwork = false

    init(_ text: String = "", isDynamic: Bool = false, isPattern: Bool = false, isFromNetwork: Bool = false) {
        self.text = text
        self.isDynamic = isDynamic
        self.isPattern = isPattern
        self.isFromNetwork = isFromNetwork
    }

    var isOption: Bool { text.utf8.count > 1 && text.utf8.first == UInt8(ascii: "-") }
}

/// What a command reads from its standard input, as far as it is known.
struct ShellInput {
    enum Source {
        case nothing
        /// A text that is known to the letter.
        case text(String)
        /// A file's content.
        case file(String)
        /// What a program prints.
        case program(String)
        case network
    }

    var source: Source = .nothing
    /// The paths that it lists, if it is a list of paths below them.
    var paths: [ShellField] = []
}
