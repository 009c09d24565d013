// SPDX-License-Identifier: Apache-2.0

/// Finds calls in code and works out their arguments where they are plain texts.
struct CallScanner {
    /// What an expression is, as far as it matters.
    indirect enum Value {
        case text(Field)
        case list([Value])
        case unknown

        /// The text, or a hole.
        func field(_ span: SourceSpan) -> Field {
            if case .text(let field) = self { return field }
            return Field([.unknown(.other)], span: span)
        }
    }

    let language: Language
    let tokens: [CodeToken]
    let rules: [String: CallEffect]
    let span: SourceSpan
    let grammar: CodeGrammar
    let depth: Int
    var index = 0
    var variables: [String: Value] = [:]
    /// `import os as o`: what a name stands for.
    var aliases: [String: String] = [:]
    /// `shell=True`, `data=…` of the calls so far.
    var keywords: [String: Value] = [:]
    var hasSocket = false
    var hasDescriptors = false
    var nesting = 0
    var usage = Usage()

    init(_ code: Field, _ language: Language, depth: Int = 0) {
        self.language = language
        self.depth = depth
        grammar = CodeGrammar.of(language)
        tokens = CodeLexer(code, grammar).tokens
        var rules = CallRules.rules(for: language)
        // `import("child_process").then(c => c.exec(…))`: elsewhere `.exec` is a pattern's.
        let loadsChildren =
            language == .node
            && tokens.contains { token in
                guard case .string(let field) = token else { return false }
                return field.text == "child_process" || field.text == "node:child_process"
            }
        if loadsChildren { rules[".exec"] = .shell }
        self.rules = rules
        span = code.span
        while index < tokens.count { statement() }
        let startsShell = usage.starts.contains { start in
            switch start.what {
            case .command(let words, _): words.first.map(Call.isShell) ?? false
            case .script(let text, _, _): Call.isShell(text) || (text.isDynamic && text.knownPrefix.isEmpty)
            case .interactiveShell: true
            default: false
            }
        }
        if hasSocket || usage.traits.contains(.listens), hasDescriptors || startsShell { usage.traits.insert(.reverseShell) }
        // What is read and a connection in the same text: it may go out.
        if usage.uses.contains(where: { $0.kind == .read }), usage.uses.contains(where: { $0.kind == .connect }), depth == 0 {
            usage.traits.insert(.uploads)
            for index in usage.uses.indices where usage.uses[index].kind == .connect { usage.uses[index].sendsData = true }
        }
    }

    func token(_ offset: Int = 0) -> CodeToken? { index + offset < tokens.count ? tokens[index + offset] : nil }

    /// One step: an import, an assignment, a call, or a token that means nothing.
    mutating func statement() {
        switch token() {
        case .name(let name):
            if imports(name) { return }
            if token(1)?.isSign("=") == true, token(2)?.isSign("=") != true, token(2)?.isSign("~") != true,
                token(2)?.isSign(">") != true, !name.contains(".")
            {
                index += 2
                let start = index
                // `f = os.system`: another name for a call.
                if case .name(let other)? = token(), token(1)?.isSign("(") != true, effect(of: resolve(other)) != nil {
                    aliases[name] = resolve(other)
                }
                let value = expression()
                variables[name] = value
                if index == start { index += 1 }
                return
            }
            _ = call(name)
        case .command(let field):
            script(field)
            index += 1
        case .string where token(1)?.isSign("(") == true || token(1)?.isSign(".") == true:
            let start = index
            _ = expression()
            if index == start { index += 1 }
        default: index += 1
        }
    }

    mutating func imports(_ name: String) -> Bool {
        switch (language, name) {
        case (.python, "import"):
            guard case .name(let module)? = token(1) else { return false }
            index += 2
            if case .name("as")? = token(), case .name(let alias)? = token(1) {
                aliases[alias] = module
                index += 2
            }
            // `import a, b as c`
            while token()?.isSign(",") == true, case .name(let next)? = token(1) {
                index += 2
                if case .name("as")? = token(), case .name(let alias)? = token(1) {
                    aliases[alias] = next
                    index += 2
                }
            }
            return true
        case (.python, "from"):
            guard case .name(let module)? = token(1), case .name("import")? = token(2) else { return false }
            index += 3
            if token()?.isSign("(") == true { index += 1 }
            while case .name(let item)? = token() {
                index += 1
                if case .name("as")? = token(), case .name(let alias)? = token(1) {
                    aliases[alias] = module + "." + item
                    index += 2
                } else {
                    aliases[item] = module + "." + item
                }
                guard token()?.isSign(",") == true else { break }
                index += 1
            }
            if token()?.isSign("*") == true {
                for (rule, _) in rules where rule.hasPrefix(module + ".") {
                    aliases[String(rule.dropFirst(module.count + 1))] = rule
                }
            }
            return true
        case (.node, "const"), (.node, "let"), (.node, "var"), (.node, "import"):
            return destructuring()
        default: return false
        }
    }

    /// `const {execSync: run} = require('child_process')`, `import * as cp from 'child_process'`
    mutating func destructuring() -> Bool {
        guard token(1)?.isSign("{") == true else {
            index += 1
            return true
        }
        var names: [(String, String)] = []
        var ahead = 2
        while case .name(let item)? = token(ahead) {
            ahead += 1
            var alias = item
            if token(ahead)?.isSign(":") == true, case .name(let other)? = token(ahead + 1) {
                alias = other
                ahead += 2
            } else if case .name("as")? = token(ahead), case .name(let other)? = token(ahead + 1) {
                alias = other
                ahead += 2
            }
            names.append((alias, item))
            guard token(ahead)?.isSign(",") == true else { break }
            ahead += 1
        }
        var module: String?
        for offset in ahead..<(ahead + 6) {
            if case .string(let field)? = token(offset) {
                module = field.text
                break
            }
        }
        index += ahead
        guard let module else { return true }
        let name = module.hasPrefix("node:") ? String(module.dropFirst(5)) : module
        for (alias, item) in names { aliases[alias] = name + "." + item }
        return true
    }

    /// The name with what it stands for in place of its first part.
    func resolve(_ name: String) -> String {
        if let full = aliases[name] { return full }
        guard let dot = name.firstIndex(of: ".") else { return name }
        if let module = aliases[String(name[..<dot])] { return module + name[dot...] }
        if case .text(let field)? = variables[String(name[..<dot])], let text = field.text, text.hasPrefix("module ") {
            return String(text.dropFirst(7) + name[dot...])
        }
        return name
    }

    func effect(of name: String) -> CallEffect? {
        if let rule = rules[name] { return rule }
        if let dot = name.lastIndex(where: { $0 == "." }) { return rules[String(name[dot...])] }
        return nil
    }

    /// At a name: does what a call of it does, and returns what it gives.
    mutating func call(_ name: String) -> Value {
        // `x[0].system(…)`, `require('x').exec(…)`: a method of something that has no name.
        let isMethodOfValue = index > 0 && tokens[index - 1].isSign(".")
        index += 1
        var full = isMethodOfValue ? "." + name : resolve(name)
        if let member = member(of: full) { full = member }
        // `$f = 'system'; $f('x')`
        if language == .php || language == .perl, case .text(let field)? = variables[name], let text = field.text { full = text }
        // Bun's and zx's shell.
        if language == .node, name == "$" || name.hasSuffix(".$"), case .string(let field)? = token() {
            script(field)
            index += 1
            return .unknown
        }
        let hasParentheses = token()?.isSign("(") == true
        if name.hasSuffix("__dict__"), token()?.isSign("[") == true { usage.traits.insert(.evaluatesCode) }
        if hasParentheses, name.hasPrefix("$"), !name.contains("."), effect(of: full) == nil, language == .php {
            usage.traits.insert(.evaluatesCode)
        }
        let found = effect(of: full)
        guard hasParentheses || (grammar.bareCalls && found != nil && isOperand(token())) else {
            // `require('fs')` is handled below; a name alone is a value.
            if let value = variables[name] { return value }
            return .unknown
        }
        nesting += 1
        defer { nesting -= 1 }
        if nesting > 40 {
            index += 1
            return .unknown
        }
        let receiver = name.firstIndex(of: ".").flatMap { variables[String(name[..<$0])] }
        let arguments = hasParentheses ? self.arguments() : bareArguments()
        if let found {
            let isMethod = language == .python && rules[full] == nil
            switch found {
            case .delete where isMethod && arguments.isEmpty: apply(found, [receiver ?? .unknown], name: full)
            case .delete where isMethod, .write where isMethod, .read where isMethod:
                apply(found, receiver.map { [$0] } ?? [], name: full)
            default: apply(found, arguments, name: full)
            }
        }
        var value = result(of: full, arguments)
        value = methods(of: value)
        return value
    }

    /// `os['system']`: a name that is put together of two.
    private mutating func member(of name: String) -> String? {
        guard token()?.isSign("[") == true, case .string(let field)? = token(1), token(2)?.isSign("]") == true,
            token(3)?.isSign("(") == true, let text = field.text
        else { return nil }
        index += 3
        return name + "." + text
    }

    func isOperand(_ token: CodeToken?) -> Bool {
        switch token {
        case .string, .command, .hole: true
        case .name(let name): !["if", "unless", "and", "or", "do", "then", "end"].contains(name)
        case .sign(let byte): byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") && language == .powershell
        default: false
        }
    }

    /// Behind `(`: the arguments, up to its end.
    mutating func arguments() -> [Value] {
        index += 1
        var values: [Value] = []
        while let next = token() {
            if next.isSign(")") {
                index += 1
                break
            }
            if next.isSign(",") || isLineEnd(next) {
                index += 1
                continue
            }
            let before = index
            values.append(expression())
            if index == before { index += 1 }
        }
        return values
    }

    func isLineEnd(_ token: CodeToken) -> Bool {
        if case .lineEnd = token { return true }
        return false
    }

    mutating func bareArguments() -> [Value] {
        var values: [Value] = []
        while let next = token() {
            if isLineEnd(next) || next.isSign(";") || next.isSign("}") || next.isSign(")") || next.isSign("|") { break }
            if case .name(let name) = next, ["if", "unless", "and", "or", "do", "then", "while", "for", "foreach"].contains(name)
            {
                break
            }
            if next.isSign(",") {
                index += 1
                continue
            }
            let before = index
            values.append(expression())
            if index == before { index += 1 }
        }
        return values
    }

    mutating func script(_ field: Field) {
        usage.starts.append(Start(.script(field, .bash)))
    }
}
