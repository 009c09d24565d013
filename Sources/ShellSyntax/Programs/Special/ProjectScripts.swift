// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// `make -C folder -f file target`: the file says what runs.
    mutating func make() {
        for text in arguments.values("--eval") { run(text, .make) }
        for setting in arguments.operands {
            guard let (key, value) = setting.split(at: UInt8(ascii: "=")), key == "SHELL" || key == ".SHELLFLAGS" else {
                continue
            }
            if !Self.isShell(value) || key == ".SHELLFLAGS" { usage.traits.insert(.escapes) }
        }
        let operands = arguments.operands.filter { !$0.contains(UInt8(ascii: "=")) }
        var files = arguments.values("-f")
        if files.isEmpty {
            let standard = ["GNUmakefile", "makefile", "Makefile"]
            guard let found = standard.first(where: { content(of: $0) != nil }) else { return }
            files = [words[0].saying(found)]
        }
        for file in files {
            if file.text == "-" {
                usage.starts.append(Start(.input(.make)))
            } else {
                usage.starts.append(Start(.file(file, .make, arguments: operands)))
            }
        }
    }

    /// A file of the folder that it works in.
    func content(of file: String) -> [UInt8]? {
        let bases = arguments.options.compactMap { $0.option.role == .base ? $0.value?.text : nil }
        var folder = surroundings.directory ?? ""
        if folder.isEmpty { return nil }
        for base in bases { folder = base.hasPrefix("/") ? base : folder + "/" + base }
        return surroundings.readFile(folder + "/" + file)
    }

    /// `npm run build`: the script stands in package.json.
    mutating func packageScripts() {
        guard content(of: "package.json") != nil else { return }
        let verb = arguments.path.last ?? ""
        var names = arguments.operands
        if verb != "run" && verb != "run-script" && verb != "rum" && verb != "urn" { names.insert(words[0].saying(verb), at: 0) }
        guard !names.isEmpty else { return }
        usage.starts.append(Start(.file(words[0].saying("package.json"), .packageScripts, arguments: names)))
    }
}
