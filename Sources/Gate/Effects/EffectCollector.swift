// SPDX-License-Identifier: Apache-2.0

import Calls
import ShellSyntax

/// Gathers a call's effects, with paths and hosts in canonical form.
struct EffectCollector {
    private(set) var analysis: Analysis
    let call: ToolCall
    let files: any FileSystemView
    /// Folded.
    let home: String
    let workspace: String
    private var seen: Set<Deed> = []

    /// More effects than this of one call are not listed one by one.
    private static let limit = 4096

    init(_ call: ToolCall, _ files: any FileSystemView) {
        analysis = Analysis(tool: call.canonicalTool)
        self.call = call
        self.files = files
        home = PathText.folded(call.home)
        workspace = files.resolve(PathText.folded(call.effectiveWorkspace))
    }

    mutating func add(_ deed: Deed) {
        guard seen.count < Self.limit else {
            if seen.count == Self.limit { append(Self.unknown("it does more than the gate lists")) }
            return
        }
        append(deed)
    }

    /// What differs only in where it stands in the command counts once, where it stands first.
    private mutating func append(_ deed: Deed) {
        var same = deed
        same.span = nil
        guard seen.insert(same).inserted else { return }
        analysis.deeds.append(deed)
        for trait in deed.effect.traits { analysis.traits.insert(trait) }
    }

    mutating func trait(_ trait: String) { analysis.traits.insert(trait) }

    mutating func content(of path: String) {
        if !analysis.contents.contains(path) { analysis.contents.append(path) }
    }

    mutating func unknown(_ doubt: String, span: SourceSpan? = nil) {
        var deed = Self.unknown(doubt)
        deed.span = span
        add(deed)
    }

    private static func unknown(_ doubt: String) -> Deed {
        var deed = Deed(Effect(.unknown, "", isDynamic: true))
        deed.doubt = doubt
        return deed
    }

    // MARK: - Paths

    /// A file or folder is touched.
    ///
    /// - Parameters:
    ///   - deed: Everything but the target.
    ///   - path: Absolute, or relative to `folder`, or beginning with `~`; with `*` for what is not known.
    ///   - folder: nil where it is not known: then a relative path is `*/path`.
    mutating func touch(_ deed: Deed, _ path: String, in folder: String?) {
        guard !path.utf8.contains(0) else { return unknown("the path holds a NUL byte", span: deed.span) }
        var deed = deed
        let isAnywhere = deed.effect.isDynamic && path.utf8.first == UInt8(ascii: "*")
        if isAnywhere {
            deed.effect.target = path
        } else if let folder {
            deed.effect.target = canonical(PathText.absolute(path, base: folder, home: home), deed.effect.kind)
        } else if path.utf8.first == UInt8(ascii: "/") || path.utf8.first == UInt8(ascii: "~") {
            deed.effect.target = canonical(PathText.absolute(path, base: "/", home: home), deed.effect.kind)
        } else {
            deed.effect.target = "*/" + path
            deed.effect.isDynamic = true
        }
        deed.isPattern = PathText.isPattern(deed.effect.target)
        if deed.effect.kind == .write || deed.effect.kind == .delete {
            deed.effect.isRecoverable = !deed.has(.shredded) && GeneratedFiles.contains(deed.effect.target, workspace: workspace)
        }
        add(deed)
        guard deed.isPattern, !deed.isListing else { return }
        for path in WellKnownFiles.named(by: deed.effect.target, home: home) {
            var named = deed
            named.effect.target = path
            named.effect.isDynamic = true
            named.isPattern = false
            add(named)
        }
    }

    /// With symbolic links resolved. What is deleted is the link itself, not what it leads to.
    private func canonical(_ path: String, _ kind: Effect.Kind) -> String {
        let resolved: String
        if kind == .delete, path != "/" {
            resolved = PathText.folded(files.resolve(PathText.parent(path)) + "/" + PathText.lastComponent(path))
        } else {
            resolved = files.resolve(path)
        }
        return files.foldsCase ? WellKnownFiles.canonicalCase(resolved) : resolved
    }

    // MARK: - Hosts

    /// A connection opens.
    ///
    /// - Parameters:
    ///   - deed: Everything but the target.
    ///   - place: A URL, `host`, `host:port` or `user@host`, with `*` for what is not known.
    mutating func connect(_ deed: Deed, _ place: String) {
        var deed = deed
        deed.url = place
        if place.lowercased().hasPrefix("file:") {
            var read = deed
            read.effect.kind = .read
            read.effect.sendsData = false
            var path = place.dropFirst(5)
            while path.hasPrefix("//") { path = path.dropFirst() }
            return touch(read, String(path), in: call.workingDirectory)
        }
        guard let target = WebTarget(place) else {
            deed.effect.isDynamic = true
            return add(deed)
        }
        // A hole in the host's own name leaves the host open; one in the path does not.
        deed.effect.isDynamic = target.host.contains("*")
        deed.effect.target = target.target
        deed.port = target.givenPort ?? (place.contains("://") ? target.port : deed.port ?? target.port)
        add(deed)
    }
}
