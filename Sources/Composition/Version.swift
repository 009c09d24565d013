// SPDX-License-Identifier: Apache-2.0

/// What `--version` says and connectors tell the hub.
public enum Version {
    public static let text = "0.1.0"
}
