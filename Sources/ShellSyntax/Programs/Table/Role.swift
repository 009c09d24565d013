// SPDX-License-Identifier: Apache-2.0

/// What an operand or an option's value is to a program. The words of the table stand for these.
enum Role: Hashable, Sendable {
    /// `_`: nothing that matters.
    case ignore
    /// `read`, `tree` (whole folders)
    case read(whole: Bool)
    /// `write`, `writetree`
    case write(whole: Bool)
    /// `edit`: read and written.
    case edit
    /// `delete`, `deletetree`
    case delete(whole: Bool)
    /// `connect`, `upload` (local data goes out)
    case connect(sends: Bool)
    /// `address`: a host if it looks like a URL or `host:path`, else nothing.
    case address
    /// `source`: like ``address``, and read if it is none.
    case source
    /// `package`: a name in a registry, an address or a file.
    case package
    /// `data`: text that goes out; `@path` and `name=@path` name a file.
    case data
    /// `command`: this and all that follows is an argument list.
    case command
    /// `script`: shell text in one word. `words`: this and all that follows, joined.
    case script, words
    /// `code.python`: a program's text.
    case code(Language)
    /// `file.python`: a program's file; what follows are its arguments.
    case file(Language)
    /// `configure`, `persist`, `spend`, `send`
    case configure, persist, spend, send
    /// `base`: the folder that relative paths start at.
    case base
    /// `into`: written to, and no operand is the destination then.
    case into
    /// `mode`: permissions as chmod takes them.
    case mode

    /// What the table calls them.
    static let named: [String: Role] = {
        var words: [String: Role] = [
            "_": .ignore, "read": .read(whole: false), "tree": .read(whole: true), "write": .write(whole: false),
            "writetree": .write(whole: true),
            "edit": .edit, "delete": .delete(whole: false), "deletetree": .delete(whole: true), "connect": .connect(sends: false),
            "upload": .connect(sends: true), "address": .address, "source": .source, "package": .package, "data": .data,
            "command": .command,
            "script": .script, "words": .words, "configure": .configure, "persist": .persist, "spend": .spend, "send": .send,
            "base": .base,
            "into": .into, "mode": .mode,
        ]
        for language in Language.allCases {
            words["code." + language.rawValue] = .code(language)
            words["file." + language.rawValue] = .file(language)
        }
        return words
    }()
}
