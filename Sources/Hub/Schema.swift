// SPDX-License-Identifier: Apache-2.0

internal import Storage

/// The hub's tables. What they hold is all that the hub knows (DESIGN.md, section 5); no secret is in them in plaintext.
enum Schema {
    static let migrations: [Migration] = [
        Migration(
            1,
            "first tables",
            [
                // One row: which log this is. A client that names another epoch has to start anew.
                "CREATE TABLE hub (id BIGINT PRIMARY KEY, epoch TEXT NOT NULL, owner_id TEXT NOT NULL)",
                """
                CREATE TABLE users (
                    user_id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at BIGINT NOT NULL,
                    event_seq BIGINT NOT NULL, event_floor BIGINT NOT NULL)
                """,
                """
                CREATE TABLE sign_in_tokens (
                    token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT)
                """,
                """
                CREATE TABLE user_sessions (
                    user_session_id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL, label TEXT NOT NULL,
                    created_at BIGINT NOT NULL, last_used_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)
                """,
                """
                CREATE TABLE installations (
                    installation_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, name TEXT NOT NULL, connector_type TEXT NOT NULL,
                    host_label TEXT NOT NULL, created_at BIGINT NOT NULL, last_seen_at BIGINT, revoked_at BIGINT,
                    generation BIGINT NOT NULL, update_seq BIGINT NOT NULL, acked_update_id BIGINT NOT NULL)
                """,
                "CREATE INDEX installations_by_user ON installations (user_id)",
                """
                CREATE TABLE bridge_tokens (
                    secret_hash TEXT PRIMARY KEY, installation_id TEXT NOT NULL, created_at BIGINT NOT NULL,
                    last_used_at BIGINT, revoked_at BIGINT)
                """,
                "CREATE INDEX bridge_tokens_by_installation ON bridge_tokens (installation_id)",
                """
                CREATE TABLE pairings (
                    code_hash TEXT PRIMARY KEY, poll_hash TEXT NOT NULL UNIQUE, connector_type TEXT NOT NULL,
                    host_label TEXT NOT NULL, address TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
                    installation_id TEXT, claimed_by TEXT, secret_hash TEXT)
                """,
                """
                CREATE TABLE conversations (
                    session_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, installation_id TEXT NOT NULL, title TEXT NOT NULL,
                    created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, archived_at BIGINT,
                    message_seq BIGINT NOT NULL, event_seq BIGINT NOT NULL)
                """,
                "CREATE INDEX conversations_by_user ON conversations (user_id, updated_at)",
                """
                CREATE TABLE messages (
                    message_id TEXT PRIMARY KEY, session_id TEXT NOT NULL, seq BIGINT NOT NULL, interaction_id TEXT,
                    role TEXT NOT NULL, text TEXT NOT NULL, bytes BIGINT NOT NULL, state TEXT NOT NULL, created_at BIGINT NOT NULL,
                    finish_reason TEXT, reply_to TEXT, usage TEXT, attachments TEXT)
                """,
                "CREATE UNIQUE INDEX messages_by_session ON messages (session_id, seq)",
                """
                CREATE TABLE interactions (
                    interaction_id TEXT PRIMARY KEY, session_id TEXT NOT NULL, state TEXT NOT NULL,
                    created_at BIGINT NOT NULL, ended_at BIGINT)
                """,
                "CREATE INDEX interactions_by_session ON interactions (session_id, created_at)",
                """
                CREATE TABLE tasks (
                    installation_id TEXT NOT NULL, task_id TEXT NOT NULL, session_id TEXT NOT NULL, interaction_id TEXT,
                    kind TEXT NOT NULL, status_label TEXT, args TEXT, status TEXT NOT NULL, outcome TEXT, progress BIGINT,
                    partial_result TEXT, error TEXT, result TEXT, created_at BIGINT NOT NULL, ended_at BIGINT,
                    after_message_seq BIGINT NOT NULL,
                    PRIMARY KEY (installation_id, task_id))
                """,
                "CREATE INDEX tasks_by_session ON tasks (session_id, created_at)",
                """
                CREATE TABLE approvals (
                    approval_id TEXT PRIMARY KEY, installation_id TEXT NOT NULL, user_id TEXT NOT NULL, session_id TEXT,
                    interaction_id TEXT, tool_call_id TEXT, action TEXT NOT NULL, severity TEXT NOT NULL, digest TEXT NOT NULL,
                    verified BIGINT NOT NULL, status TEXT NOT NULL, scope TEXT NOT NULL, decided_by TEXT, note TEXT,
                    created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, decided_at BIGINT, redeemed_at BIGINT)
                """,
                "CREATE INDEX approvals_by_user ON approvals (user_id, status, created_at)",
                "CREATE INDEX approvals_by_installation ON approvals (installation_id, created_at)",
                """
                CREATE TABLE updates (
                    installation_id TEXT NOT NULL, update_id BIGINT NOT NULL, type TEXT NOT NULL, payload TEXT NOT NULL,
                    session_id TEXT, interaction_id TEXT, created_at BIGINT NOT NULL,
                    PRIMARY KEY (installation_id, update_id))
                """,
                """
                CREATE TABLE events (
                    user_id TEXT NOT NULL, seq BIGINT NOT NULL, type TEXT NOT NULL, session_id TEXT, data TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    PRIMARY KEY (user_id, seq))
                """,
                """
                CREATE TABLE idempotency (
                    credential TEXT NOT NULL, route TEXT NOT NULL, idempotency_key TEXT NOT NULL, fingerprint TEXT NOT NULL,
                    result TEXT NOT NULL, created_at BIGINT NOT NULL,
                    PRIMARY KEY (credential, route, idempotency_key))
                """,
                "CREATE INDEX idempotency_by_age ON idempotency (created_at)",
                """
                CREATE TABLE gate_log (
                    installation_id TEXT NOT NULL, seq BIGINT NOT NULL, entry TEXT NOT NULL,
                    PRIMARY KEY (installation_id, seq))
                """,
            ]
        )
    ]
}
