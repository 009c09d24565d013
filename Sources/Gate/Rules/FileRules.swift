// SPDX-License-Identifier: Apache-2.0

import Calls

extension Rule {
    static let files: [Rule] = [
        Rule(
            "credential-files",
            "Files that hold credentials",
            .deny,
            .critical,
            instead: "use the tool that needs the credential; it reads the file by itself"
        ) { context in
            for deed in context.analysis.deeds {
                guard [.read, .write, .delete].contains(deed.effect.kind), !deed.effect.target.isEmpty else { continue }
                let target = deed.effect.target
                // Inside a workspace a name alone is a key in a test as often as not, but for the plain ones.
                if CredentialFiles.contains(target, home: context.home) { return "\(target) holds credentials" }
                if deed.isPattern, deed.effect.kind != .delete, CredentialFiles.mayContain(pattern: target, home: context.home) {
                    return "\(target) may name files that hold credentials"
                }
            }
            return nil
        },
        Rule(
            "delete-system",
            "Deleting what the machine or the owner cannot do without",
            .deny,
            .critical,
            instead: "delete only what you made, by its full name"
        ) { context in
            context.first(.delete, "it would delete") { deed in
                let target = deed.effect.target
                guard !target.isEmpty else { return false }
                var folder = target
                if PathText.isPattern(target) {
                    // `~/*` and `/home/u/**` are the folder.
                    let parts = target.split(separator: "/")
                    guard let wild = parts.firstIndex(where: { PathText.isPattern(String($0)) }) else { return false }
                    guard parts[wild...].allSatisfy({ $0 == "*" || $0 == "**" || $0 == ".*" || $0 == "?*" || $0 == ".??*" })
                    else { return false }
                    folder = "/" + parts[..<wild].joined(separator: "/")
                }
                if folder == context.workspace || context.isScratch(folder) { return false }
                if folder != target, context.temporary.contains(folder) { return false }
                return folder == context.home || PathText.isInside(context.home, folder) || SystemFolders.isOne(folder)
            }
        },
        Rule(
            "delete-outside-workspace",
            "Deleting outside the workspace",
            .confirm,
            .high,
            instead: "work in the workspace, or ask the owner to delete it"
        ) { context in
            context.first(.delete, "it would delete") { deed in
                let target = deed.effect.target
                return !target.isEmpty && !context.isInWorkspace(target) && !context.isScratch(target)
            }
        },
        Rule(
            "delete-not-regenerated",
            "Deleting what no build makes again",
            .confirm,
            .medium,
            instead: "delete single files by name, or only what a build makes again (build, dist, node_modules, …)"
        ) { context in
            context.first(.delete, "nothing makes it again:") { deed in
                let target = deed.effect.target
                guard !target.isEmpty, context.isInWorkspace(target), !deed.effect.isRecoverable else { return false }
                if target == context.workspace || target.hasSuffix("/.git") || target.includes("/.git/") { return true }
                return deed.effect.isRecursive || deed.isForced || deed.isPattern
            }
        },
        Rule("disk-destroyer", "Overwriting disks", .deny, .critical, instead: "there is no safe form of this; ask the owner") {
            context in
            if let reason = context.first(
                .write,
                "it would write to the device",
                where: { SystemFolders.isDisk($0.effect.target) }
            ) {
                return reason
            }
            return context.first { note in
                if case .diskDestroyer(let program) = note { return "\(program) can destroy a file system" }
                return nil
            }
        },
        Rule(
            "system-write",
            "Writing to the system",
            .deny,
            .high,
            instead: "keep files in the workspace; ask the owner to change the system"
        ) { context in
            context.first(.write, "it would write to") { deed in
                let target = deed.effect.target
                guard !target.isEmpty, !context.isInWorkspace(target), !context.isScratch(target) else { return false }
                return SystemFolders.contains(target) && !SystemFolders.isDisk(target)
            }
        },
        Rule("persistence", "What starts by itself later", .confirm, .high, instead: "run it now, or ask the owner to set it up")
        { context in
            if let reason = context.first(.persist, "it would stay:", where: { _ in true }) { return reason }
            return context.first(.write, "it starts by itself later:") {
                SystemFolders.isStartup($0.effect.target, home: context.home)
            }
        },
        Rule(
            "agent-instructions",
            "Instructions and settings of agents",
            .confirm,
            .high,
            instead: "tell the owner what should change"
        ) { context in
            if let reason = context.first({ note -> String? in
                if case .agentSettings(let what) = note { return "\(what) changes an agent's settings or guards" }
                return nil
            }) {
                return reason
            }
            for kind in [Effect.Kind.write, .delete] {
                if let reason = context.first(kind, "it steers an agent:", where: { SystemFolders.steersAgent($0.effect.target) })
                {
                    return reason
                }
            }
            return nil
        },
        Rule(
            "write-outside-workspace",
            "Writing outside the workspace",
            .confirm,
            .medium,
            instead: "write to the workspace or to the temporary folder"
        ) { context in
            context.first(.write, "it would write to") { deed in
                let target = deed.effect.target
                return !target.isEmpty && !context.isInWorkspace(target) && !context.isScratch(target)
                    && !context.temporary.contains(target)
                    && !Programs.quietDevices.contains(target)
            }
        },
        Rule(
            "open-permissions",
            "Opening files to everybody",
            .confirm,
            .high,
            instead: "give the owner alone the permission (u+rwx)"
        ) { context in
            context.first { note in
                if case .permissions(let mode) = note {
                    return "mode \(mode) lets everybody write, or runs the file as its owner"
                }
                return nil
            }
        },
        Rule("reads-home", "Taking the whole home folder", .confirm, .high, instead: "name the folders that are needed") {
            context in
            context.first(.read, "it takes everything in") { deed in
                deed.effect.isRecursive && !deed.effect.target.isEmpty && PathText.isInside(context.home, deed.effect.target)
                    && deed.effect.target != context.workspace
            }
        },
    ]
}
