// SPDX-License-Identifier: Apache-2.0

extension Call {
    /// `python -m module arguments`
    mutating func python() {
        guard let module = arguments.value("-m")?.text else {
            if arguments.has("-m") { usage.doubt = "the module is not known" }
            return
        }
        let rest = arguments.operands
        switch module {
        case "http.server", "SimpleHTTPServer", "pyftpdlib", "smtpd", "uvicorn", "gunicorn", "xmlrpc.server":
            usage.traits.insert(.listens)
        case "pip", "pip3", "pipx", "uv", "poetry", "pytest", "black", "ruff", "mypy", "isort", "flake8", "pylint", "twine",
            "virtualenv", "venv",
            "coverage", "build", "jupyter", "hatch", "pdm", "flit", "conda", "youtube_dl", "yt_dlp", "httpie", "awscli",
            "ansible", "nox", "tox":
            let program =
                module == "pip3"
                ? "pip" : module == "yt_dlp" ? "yt-dlp" : module == "httpie" ? "http" : module == "awscli" ? "aws" : module
            usage.starts.append(Start(.command([words[0].saying(program)] + rest)))
        case "timeit", "cProfile", "trace", "pdb", "profile", "runpy":
            if module == "timeit" {
                usage.traits.insert(.inlineCode)
                for code in rest where !code.looksLikeOption { run(code, .python) }
            } else if let file = rest.first(where: { !$0.looksLikeOption }) {
                usage.starts.append(Start(.file(file, .python)))
            }
        case "zipfile", "tarfile", "gzip", "shutil":
            for file in rest where !file.looksLikeOption { add(.read, file) }
        case "pty": usage.traits.insert(.opensShell)
        default: break
        }
    }

    /// `node --require ./hook file`
    mutating func node() {
        for file in arguments.values("-r") + arguments.values("--import") + arguments.values("--loader")
        where file.contains(UInt8(ascii: "/")) || file.knownPrefix.hasPrefix("data:") {
            if file.knownPrefix.hasPrefix("data:") {
                usage.traits.insert(.evaluatesCode)
            } else {
                usage.starts.append(Start(.file(file, .node)))
            }
        }
        if arguments.operands.first?.text == "inspect" { usage.starts.removeAll() }
    }

    /// An assignment between files is no file.
    mutating func awk() {
        usage.uses.removeAll { use in
            guard use.kind == .read, let (head, _) = use.target.split(at: UInt8(ascii: "=")) else { return false }
            return head.utf8.allSatisfy { ($0 | 32 >= 97 && $0 | 32 <= 122) || $0 == 95 || ($0 >= 48 && $0 <= 57) }
        }
        guard arguments.value("-i")?.text == "inplace" else { return }
        for file in usage.uses where file.kind == .read { add(.write, file.target) }
    }

    /// BSD's `sed -i '' script file`: the empty word is the suffix.
    mutating func sed() {
        guard arguments.has("-i"), arguments.operands.first?.text == "", !arguments.has(.skip), arguments.operands.count > 1
        else { return }
        var inner = Call(
            Array(words.prefix(1)) + [words[0].saying("-i"), words[0].saying("-e")] + arguments.operands.dropFirst(),
            name: name,
            program: arguments.program,
            in: surroundings
        )
        inner.interpret()
        usage = inner.usage
    }

    /// `vim -c ':!text' +'!text' file`, `ed`: what its commands run.
    mutating func vim() {
        let readsInput = ["ed", "red"].contains(name) || arguments.has("-es") || name == "ex" && arguments.has("-s")
        if readsInput { usage.starts.append(Start(.input(.vim))) }
        var codes =
            arguments.values("-c") + arguments.values("--cmd") + arguments.values("--remote-expr")
            + arguments.values("--remote-send")
        for operand in arguments.operands where operand.knownPrefix.hasPrefix("+") && name != "emacs" {
            usage.uses.removeAll { $0.target == operand }
            codes.append(operand.dropping(1))
        }
        for code in codes { run(code, .vim) }
        if ["-S", "-s", "-u"].contains(where: { arguments.has($0) }) {
            for name in ["-S", "-u"] {
                for file in arguments.values(name) where !["NONE", "NORC", "DEFAULTS"].contains(file.text) {
                    usage.starts.append(Start(.file(file, .vim)))
                }
            }
        }
        if name == "emacsclient", let other = arguments.value("-a"), other.text != "", !Self.isPlainHelper(other) {
            usage.traits.insert(.escapes)
        }
    }

    /// `cmake -E rm -rf folder`, `cmake -P script`
    mutating func cmake() {
        if let verb = arguments.value("-E")?.text {
            usage.uses.removeAll()
            let rest = arguments.operands
            switch verb {
            case "rm", "remove", "remove_directory", "cat", "copy", "copy_directory", "copy_if_different", "rename", "touch",
                "make_directory", "tar",
                "create_symlink", "env", "time", "chdir", "sleep", "md5sum", "sha256sum":
                let names = [
                    "remove": "rm", "remove_directory": "rm", "copy": "cp", "copy_directory": "cp", "copy_if_different": "cp",
                    "rename": "mv", "make_directory": "mkdir", "create_symlink": "ln",
                ]
                var command = [words[0].saying(names[verb] ?? verb)]
                if verb.hasSuffix("_directory"), verb != "make_directory" { command.append(words[0].saying("-r")) }
                command += verb == "chdir" ? Array(rest.dropFirst()) : rest
                if verb == "chdir" { command.removeFirst() }
                if !command.isEmpty { usage.starts.append(Start(.command(command))) }
            default: break
            }
        }
    }

    /// `tex '\write18{…}'`, `pdftex --shell-escape`
    mutating func tex() {
        let allows = arguments.has("-shell-escape") || arguments.has("-enable-write18")
        if allows { usage.traits.insert(.escapes) }
        for operand in arguments.operands {
            guard let text = operand.text, let range = text.firstRange(of: "write18{") else { continue }
            usage.traits.formUnion([.inlineCode, .escapes])
            let command = text[range.upperBound...].prefix { $0 != "}" }
            usage.starts.append(Start(.script(operand.saying(String(command)), .bash)))
        }
    }

    /// `apt -o DPkg::Pre-Invoke='text'`
    mutating func packages() {
        for setting in arguments.values("-o") {
            guard let (key, value) = setting.split(at: UInt8(ascii: "=")) else { continue }
            if key.contains("Invoke") || key.contains("Tools::Options") || key.contains("Pager") || key.contains("Proxy-Auto")
                || key.contains("Solver") || key.contains("Methods") || key.contains("RunScripts")
            {
                escape(value)
            }
            if key.contains("AllowInsecure") || key.contains("AllowUnauthenticated") || key.contains("Verify-Peer") {
                usage.traits.insert(.skipsVerification)
            }
        }
    }

    /// `pacman -Syu name`, `-Rns name`: the first letter says what.
    mutating func pacman() {
        for word in words.dropFirst() {
            guard let text = word.text, text.hasPrefix("-"), !text.hasPrefix("--") else {
                switch word.text {
                case "--sync", "--upgrade": usage.traits.insert(.installs)
                case "--remove": usage.traits.insert(.uninstalls)
                default: continue
                }
                continue
            }
            let letters = text.dropFirst()
            switch letters.first {
            case "S":
                if !letters.contains(where: { "sgilcp".contains($0) }) { usage.traits.insert(.installs) }
                return
            case "U":
                usage.traits.formUnion([.installs, .installsFromAddress])
                for package in arguments.operands { use(package, as: .source) }
                return
            case "R":
                usage.traits.insert(.uninstalls)
                return
            default: continue
            }
        }
    }

    /// `npm install` of `user/repository` is from a repository's address.
    mutating func npmInstall() {
        for package in arguments.operands {
            let prefix = package.knownPrefix
            if prefix.hasPrefix("@") || prefix.hasPrefix(".") || prefix.hasPrefix("/") { continue }
            if prefix.contains("/"), !prefix.contains(":") {
                usage.traits.insert(.installsFromAddress)
                usage.uses.append(Use(.connect, package.saying("https://github.com/" + package.pattern)))
            }
        }
        if arguments.path.last == "ci" || arguments.operands.isEmpty { return }
    }

    /// `npm owner ls` shows, `npm owner add` gives others rights.
    mutating func npmAccess() {
        let looks: Set<String> = ["ls", "list", "get", "view", "whoami", "stars"]
        guard let verb = arguments.operands.first?.text, !looks.contains(verb) else { return }
        if ["owner", "author", "access", "team", "org"].contains(arguments.path.last ?? "") {
            usage.traits.insert(.grantsAccess)
        } else if (arguments.path.last ?? "").hasPrefix("dist-tag") {
            usage.traits.insert(.publishes)
        }
    }

    /// `npm config set script-shell …`
    mutating func npmConfig() {
        let texts = arguments.operands.map(\.pattern)
        guard let verb = texts.first, ["set", "delete", "edit"].contains(verb) || arguments.path.last == "set",
            let key = texts.dropFirst(verb == "set" || verb == "delete" ? 1 : 0).first
        else { return }
        let name = key.split(separator: "=").first.map(String.init) ?? key
        usage.uses.append(Use(.configure, words[0].saying("npm." + name)))
        if name == "script-shell" || name == "shell" || name == "git" || name == "editor" || name == "viewer"
            || name == "node-options"
        {
            usage.traits.insert(.escapes)
        }
        if name == "registry" || name.hasSuffix(":registry") { usage.traits.insert(.addsSource) }
        if name == "strict-ssl", texts.last == "false" { usage.traits.insert(.skipsVerification) }
    }

    /// `yarn build` and `pnpm build` without `run`: a script, or else a program of the project.
    mutating func npm() {
        let operands = arguments.operands
        if operands.isEmpty {
            // `yarn` alone installs.
            if name == "yarn", arguments.options.isEmpty { usage.traits.insert(.installs) }
            return
        }
        if name == "npm" { return }
        if name == "bun", let file = operands.first, file.knownPrefix.contains(".") {
            usage.starts.append(Start(.file(file, .node, arguments: Array(operands.dropFirst()))))
            return
        }
        if content(of: "package.json") != nil {
            usage.starts.append(Start(.file(words[0].saying("package.json"), .packageScripts, arguments: operands)))
        } else if operands.first?.text != nil, name != "bun" {
            usage.starts.append(Start(.command(operands)))
        }
    }

    /// A subcommand of Drawbridge: looking is not changing.
    mutating func drawbridge() {
        let verb = arguments.operands.first?.text ?? ""
        if ["status", "help", "version", "doctor", "log", "logs", "explain", "check", "verify", "cedar", ""].contains(verb) {
            return
        }
        usage.uses.append(Use(.configure, words[0].saying("drawbridge." + verb)))
        usage.traits.insert(.agentSettings)
    }

    /// What an agent's own command line changes; listing changes nothing.
    mutating func agentSetting() {
        let verb = arguments.operands.first?.text ?? ""
        let looks: Set<String> = [
            "list", "ls", "show", "get", "status", "info", "help", "logs", "search", "view", "validate", "check", "pending",
            "schema", "file", "path", "doctor", "probe", "health", "inspect", "describe", "runs",
        ]
        if looks.contains(verb) || words.last?.text == "-h" {
            usage.traits.remove(.agentSettings)
            usage.traits.remove(.messages)
            if verb == "get", ["config", "secrets"].contains(arguments.path.last ?? "") { usage.traits.insert(.printsSecrets) }
            return
        }
        let section = arguments.path.last ?? ""
        if verb.isEmpty, !["reset", "uninstall", "onboard", "setup", "update", "configure"].contains(section) {
            if !["message", "send"].contains(section) { usage.traits.remove(.agentSettings) }
            return
        }
        if ["message", "send"].contains(section) {
            let target = arguments.operands.dropFirst().first ?? words[0].saying(name)
            usage.uses.append(Use(.send, target))
            return
        }
        usage.traits.insert(.agentSettings)
        if ["gateway", "daemon", "service"].contains(section) { usage.traits.insert(.services) }
        if section == "cron" { usage.traits.insert(.schedules) }
        if ["install", "add"].contains(verb) { usage.traits.insert(.installs) }
        let key = arguments.operands.dropFirst().first?.pattern ?? ""
        let target = [name, section, verb, key].filter { !$0.isEmpty }.joined(separator: ".")
        usage.uses.append(Use(.configure, words[0].saying(target)))
    }

    /// `msgfilter program arguments`, `msgexec program`: only these two run what their operands say.
    mutating func gettext() {
        guard name == "msgfilter" || name == "msgexec" else { return }
        usage.uses.removeAll { use in arguments.operands.contains(use.target) }
        if !arguments.operands.isEmpty { usage.starts.append(Start(.command(arguments.operands))) }
    }
}
