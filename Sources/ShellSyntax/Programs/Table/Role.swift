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

    init?(_ word: Substring) {
        switch word {
        case "_": self = .ignore
        case "read": self = .read(whole: false)
        case "tree": self = .read(whole: true)
        case "write": self = .write(whole: false)
        case "writetree": self = .write(whole: true)
        case "edit": self = .edit
        case "delete": self = .delete(whole: false)
        case "deletetree": self = .delete(whole: true)
        case "connect": self = .connect(sends: false)
        case "upload": self = .connect(sends: true)
        case "address": self = .address
        case "source": self = .source
        case "package": self = .package
        case "data": self = .data
        case "command": self = .command
        case "script": self = .script
        case "words": self = .words
        case "configure": self = .configure
        case "persist": self = .persist
        case "spend": self = .spend
        case "send": self = .send
        case "base": self = .base
        case "into": self = .into
        case "mode": self = .mode
        default:
            if word.hasPrefix("code."), let language = Language(rawValue: String(word.dropFirst(5))) {
                self = .code(language)
            } else if word.hasPrefix("file."), let language = Language(rawValue: String(word.dropFirst(5))) {
                self = .file(language)
            } else {
                return nil
            }
        }
    }
}
