// SPDX-License-Identifier: Apache-2.0

/// Finds scripts by their names in a package.json.
enum PackageScripts {
    /// - Parameter names: The script's name, then its arguments.
    static func usage(of code: Field, names: [Field]) -> Usage {
        var usage = Usage()
        guard let name = names.first?.text else {
            usage.doubt = "the script's name is not known"
            return usage
        }
        let scripts = scripts(in: code.pattern)
        for (key, isOwn) in [("pre" + name, false), (name, true), ("post" + name, false)] {
            guard let text = scripts[key] else { continue }
            var script = Field(text, span: code.span)
            if isOwn {
                for argument in names.dropFirst() where argument.text != "--" {
                    script.append(.text(" "))
                    for piece in argument.shellQuoted.pieces { script.append(piece) }
                }
            }
            usage.starts.append(Start(.script(script, .bash)))
        }
        return usage
    }

    /// The strings of the object behind `"scripts":`.
    private static func scripts(in json: String) -> [String: String] {
        let bytes = Array(json.utf8)
        guard let range = json.firstRange(of: "\"scripts\"") else { return [:] }
        var index = json[..<range.upperBound].utf8.count
        while index < bytes.count, bytes[index] != UInt8(ascii: "{") { index += 1 }
        var result: [String: String] = [:]
        var key: String?
        while index < bytes.count, bytes[index] != UInt8(ascii: "}") {
            guard bytes[index] == UInt8(ascii: "\"") else {
                index += 1
                continue
            }
            let text = string(bytes, &index)
            if let name = key {
                result[name] = text
                key = nil
            } else {
                key = text
            }
        }
        return result
    }

    private static func string(_ bytes: [UInt8], _ index: inout Int) -> String {
        var text: [UInt8] = []
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
                index += 1
                switch bytes[index] {
                case UInt8(ascii: "n"): text.append(10)
                case UInt8(ascii: "t"): text.append(9)
                case UInt8(ascii: "u"):
                    let digits = String(decoding: bytes[min(index + 1, bytes.count)..<min(index + 5, bytes.count)], as: UTF8.self)
                    if let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) {
                        text += Array(String(Character(scalar)).utf8)
                    }
                    index += 4
                default: text.append(bytes[index])
                }
            } else {
                text.append(bytes[index])
            }
            index += 1
        }
        index += 1
        return String(decoding: text, as: UTF8.self)
    }
}
