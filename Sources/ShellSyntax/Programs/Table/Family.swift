// SPDX-License-Identifier: Apache-2.0

/// The files of the table.
enum Family: Int, CaseIterable, Sendable {
    case starters, shells, containers

    var text: String {
        switch self {
        case .starters: Self.startersText
        case .shells: Self.shellsText
        case .containers: Self.containersText
        }
    }

    /// Read on first use.
    var programs: [Program] {
        switch self {
        case .starters: Self.startersPrograms
        case .shells: Self.shellsPrograms
        case .containers: Self.containersPrograms
        }
    }

    private static let startersPrograms = ProgramReader(startersText).programs
    private static let shellsPrograms = ProgramReader(shellsText).programs
    private static let containersPrograms = ProgramReader(containersText).programs
}
