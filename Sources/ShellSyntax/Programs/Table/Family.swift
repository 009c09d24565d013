// SPDX-License-Identifier: Apache-2.0

/// The files of the table.
enum Family: Int, CaseIterable, Sendable {
    case shells, starters, files, languages, git, network, system, packages, containers, cloud, agents, escapes

    var text: String {
        switch self {
        case .shells: Self.shellsText
        case .starters: Self.startersText
        case .files: Self.filesText
        case .languages: Self.languagesText
        case .git: Self.gitText
        case .network: Self.networkText
        case .system: Self.systemText
        case .packages: Self.packagesText
        case .containers: Self.containersText
        case .cloud: Self.cloudText
        case .agents: Self.agentsText
        case .escapes: Self.escapesText
        }
    }

    /// Each is read when the first of its programs is looked for.
    var programs: [Program] {
        switch self {
        case .shells: Self.shellsPrograms
        case .starters: Self.startersPrograms
        case .files: Self.filesPrograms
        case .languages: Self.languagesPrograms
        case .git: Self.gitPrograms
        case .network: Self.networkPrograms
        case .system: Self.systemPrograms
        case .packages: Self.packagesPrograms
        case .containers: Self.containersPrograms
        case .cloud: Self.cloudPrograms
        case .agents: Self.agentsPrograms
        case .escapes: Self.escapesPrograms
        }
    }

    private static let shellsPrograms = ProgramReader(shellsText).programs
    private static let startersPrograms = ProgramReader(startersText).programs
    private static let filesPrograms = ProgramReader(filesText).programs
    private static let languagesPrograms = ProgramReader(languagesText).programs
    private static let gitPrograms = ProgramReader(gitText).programs
    private static let networkPrograms = ProgramReader(networkText).programs
    private static let systemPrograms = ProgramReader(systemText).programs
    private static let packagesPrograms = ProgramReader(packagesText).programs
    private static let containersPrograms = ProgramReader(containersText).programs
    private static let cloudPrograms = ProgramReader(cloudText).programs
    private static let agentsPrograms = ProgramReader(agentsText).programs
    private static let escapesPrograms = ProgramReader(escapesText).programs
}
