// SPDX-License-Identifier: Apache-2.0

/// Warnings about texts that look like something else.
enum TextChecks {
    static func check(_ policy: Policy, _ findings: inout Findings) {
    }
}
