// SPDX-License-Identifier: Apache-2.0

/// What chmod's first argument grants.
enum Permissions {
    static func traits(of mode: Field) -> Set<Trait> {
        guard let text = mode.text else { return mode.isDynamic ? [.opensPermissions] : [] }
        if let number = Int(text, radix: 8) { return traits(ofNumber: number) }
        var result: Set<Trait> = []
        for clause in text.split(separator: ",") { result.formUnion(traits(ofClause: clause)) }
        return result
    }

    private static func traits(ofNumber mode: Int) -> Set<Trait> {
        var result: Set<Trait> = []
        // The sticky bit keeps others from deleting what is not theirs, as in /tmp.
        if mode & 0o002 != 0, mode & 0o1000 == 0 { result.insert(.opensPermissions) }
        if mode & 0o6000 != 0 { result.insert(.setuid) }
        if mode & 0o111 != 0 { result.insert(.makesExecutable) }
        return result
    }

    /// `u+x`, `o=rw`, `+x`: no letter in front means all but what umask holds back.
    private static func traits(ofClause clause: Substring) -> Set<Trait> {
        let who = clause.prefix { "ugoa".contains($0) }
        var result: Set<Trait> = []
        var grants = false
        for letter in clause.dropFirst(who.count) {
            switch letter {
            case "+", "=": grants = true
            case "-": grants = false
            case "w" where grants && (who.contains("o") || who.contains("a")): result.insert(.opensPermissions)
            case "s" where grants && !(who == "o"): result.insert(.setuid)
            case "x" where grants: result.insert(.makesExecutable)
            default: break
            }
        }
        return result
    }
}
