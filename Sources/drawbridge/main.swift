// SPDX-License-Identifier: Apache-2.0

// The hook that runtimes start for each tool call will stand here, before anything else is set up.

CommandLineMain.run()
