// SPDX-License-Identifier: Apache-2.0

/// What a build, an install or a test makes again, by its name: losing it costs time and nothing else.
enum GeneratedFiles {
    private static let names: Set<String> = [
        "build", ".build", "dist", "node_modules", "target", "__pycache__", "coverage", ".coverage", ".cache", "tmp", "temp",
        "out", ".next", ".nuxt", ".turbo", ".parcel-cache", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".venv",
        "venv", ".gradle", "DerivedData", "htmlcov", ".nyc_output", ".eggs", "bin", "obj", ".swiftpm", "_build",
        "cmake-build-debug", "cmake-build-release", ".terraform", "Pods", ".svelte-kit", ".angular", "storybook-static",
        "elm-stuff", ".dart_tool", "zig-cache", "zig-out", ".DS_Store", "logs",
    ]

    private static let suffixes = [
        ".o", ".a", ".so", ".pyc", ".pyo", ".class", ".obj", ".log", ".tmp", ".swp", ".bak", "~", ".egg-info", ".tsbuildinfo",
        ".orig", ".rej", ".cache",
    ]

    /// Whether `path` lies in the workspace, at or below something that is made again. Of a pattern the name's end counts:
    /// `*.pyc` is made again, `*` is not.
    static func contains(_ path: String, workspace: String) -> Bool {
        guard PathText.isInside(path, workspace), path.utf8.count > workspace.utf8.count else { return false }
        let parts = path.dropFirst(workspace == "/" ? 0 : workspace.count).split(separator: "/")
        if parts.contains(where: { $0 == ".git" }) { return false }
        if parts.contains(where: { names.contains(String($0)) }) { return true }
        guard let last = parts.last else { return false }
        return suffixes.contains { last.hasSuffix($0) }
    }
}
