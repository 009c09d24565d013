// SPDX-License-Identifier: Apache-2.0

import Testing

/// Runs the real executable as processes, and talks to it through `Client`. Suites come one after the other: they start
/// many processes each, and a test's deadlines should not depend on what else runs.
@Suite(.serialized) enum EndToEnd {}
