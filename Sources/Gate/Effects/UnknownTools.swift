// SPDX-License-Identifier: Apache-2.0

import Calls
import ShellSyntax

/// Tools that nobody described, MCP servers' among them: what they do is guessed from their names and parameters, and
/// whatever the guess says, that they are unknown is an effect of its own.
extension EffectCollector {
    private enum Verb { case reads, writes, deletes, sends, runs, unclear }

    mutating func shape(of name: String, _ parameters: Parameters, _ folder: String) {
        unknown("what the tool \(name) does is not known")
        let verb = Self.verb(of: name)
        walk(.object(call.parameters), key: "", verb, folder, depth: 0)
        if verb == .sends || parameters.channel != nil || !parameters.recipients.isEmpty && parameters.text != nil {
            send(parameters)
        }
    }

    private mutating func walk(_ value: JSONValue, key: String, _ verb: Verb, _ folder: String, depth: Int) {
        guard depth < 16 else { return }
        switch value {
        case .object(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                walk(member, key: name, verb, folder, depth: depth + 1)
            }
        case .array(let elements): for element in elements { walk(element, key: key, verb, folder, depth: depth + 1) }
        case .string(let text): leaf(text, key: key, verb, folder)
        default: break
        }
    }

    private mutating func leaf(_ text: String, key: String, _ verb: Verb, _ folder: String) {
        let words = Self.words(of: key)
        if words.contains(where: ["command", "cmd", "shell", "script", "bash"].contains) {
            shell(text, in: folder)
        } else if text.contains("://") || words.contains(where: ["url", "uri", "href", "endpoint", "host", "hostname"].contains) {
            let isLocal = text.hasPrefix("/") || text.hasPrefix("~")
            if isLocal { return path(text, verb, folder) }
            connect(Deed(Effect(.connect, "", sendsData: verb != .reads)), text)
        } else if words.contains(where: Self.pathWords.contains) || Self.looksLikePath(text) {
            path(text, verb, folder)
        } else if words.contains(where: ["amount", "price", "total"].contains) {
            add(Deed(Effect(.spend, text)))
        }
    }

    private mutating func path(_ text: String, _ verb: Verb, _ folder: String) {
        switch verb {
        case .reads, .sends: touch(Deed(Effect(.read, "")), text, in: folder)
        case .writes: touch(Deed(Effect(.write, "")), text, in: folder)
        case .deletes: touch(Deed(Effect(.delete, "", isRecursive: true)), text, in: folder)
        case .runs, .unclear:
            touch(Deed(Effect(.read, "")), text, in: folder)
            touch(Deed(Effect(.write, "")), text, in: folder)
        }
    }

    private static let pathWords: Set<String> = [
        "path", "paths", "file", "files", "filename", "filepath", "dir", "directory", "folder", "root", "source",
        "destination", "src", "dst", "dest", "cwd",
    ]

    private static func looksLikePath(_ text: String) -> Bool {
        (text.hasPrefix("/") || text.hasPrefix("~/") || text.hasPrefix("../") || text.hasPrefix("./"))
            && !text.utf8.contains(UInt8(ascii: "\n")) && text.utf8.count < 4096
    }

    private static func verb(of name: String) -> Verb {
        // Of mcp__server__tool the tool's own name says what it does.
        let words = words(of: name.split(separator: "_", omittingEmptySubsequences: true).joined(separator: "_").lowercased())
        for word in words.reversed() {
            switch word {
            case "delete", "remove", "rm", "unlink", "drop", "purge", "destroy", "clear", "erase", "trash": return .deletes
            case "send", "post", "reply", "publish", "tweet", "email", "notify", "upload", "share": return .sends
            case "write", "create", "update", "edit", "save", "put", "move", "rename", "copy", "append", "insert", "set", "patch":
                return .writes
            case "run", "exec", "execute", "eval", "call", "invoke", "spawn", "start": return .runs
            case "read", "get", "list", "search", "find", "fetch", "show", "view", "describe", "query", "stat", "tree", "info":
                return .reads
            default: continue
            }
        }
        return .unclear
    }

    /// `filePath`, `file_path`, `file-path`: file, path.
    private static func words(of key: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in key {
            if character == "_" || character == "-" || character == "." || character == " " {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else if character.isUppercase {
                if !word.isEmpty { words.append(word) }
                word = character.lowercased()
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
