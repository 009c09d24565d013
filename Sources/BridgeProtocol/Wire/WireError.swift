// SPDX-License-Identifier: Apache-2.0

public import Calls

/// The errors of the API by their code on the wire, each with its HTTP status.
public enum ErrorCode: String, Sendable, CaseIterable {
    case invalidRequest = "invalid_request"
    case invalidTokenLocation = "invalid_token_location"
    case invalidToken = "invalid_token"
    case notSignedIn = "not_signed_in"
    case permissionDenied = "permission_denied"
    case originMismatch = "origin_mismatch"
    case notFound = "not_found"
    case sessionNotFound = "session_not_found"
    case interactionNotFound = "interaction_not_found"
    case messageNotFound = "message_not_found"
    case taskNotFound = "task_not_found"
    case approvalNotFound = "approval_not_found"
    case installationNotFound = "installation_not_found"
    case methodNotAllowed = "method_not_allowed"
    case idempotencyConflict = "idempotency_conflict"
    case idempotencyInProgress = "idempotency_in_progress"
    case alreadyDecided = "already_decided"
    case notRedeemable = "not_redeemable"
    case deltaGap = "delta_gap"
    case messageFinal = "message_final"
    case displaced
    case conflict
    case installationRevoked = "installation_revoked"
    case interactionExpired = "interaction_expired"
    case codeExpired = "code_expired"
    case payloadTooLarge = "payload_too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case misdirectedRequest = "misdirected_request"
    case approvalNotSpecific = "approval_not_specific"
    case digestMismatch = "digest_mismatch"
    case upgradeRequired = "upgrade_required"
    case rateLimited = "rate_limited"
    case internalError = "internal_error"
    case temporarilyUnavailable = "temporarily_unavailable"

    public var status: Int {
        switch self {
        case .invalidRequest, .invalidTokenLocation: 400
        case .invalidToken, .notSignedIn: 401
        case .permissionDenied, .originMismatch: 403
        case .notFound, .sessionNotFound, .interactionNotFound, .messageNotFound, .taskNotFound, .approvalNotFound,
            .installationNotFound:
            404
        case .methodNotAllowed: 405
        case .idempotencyConflict, .idempotencyInProgress, .alreadyDecided, .notRedeemable, .deltaGap, .messageFinal, .displaced,
            .conflict:
            409
        case .installationRevoked, .interactionExpired, .codeExpired: 410
        case .payloadTooLarge: 413
        case .unsupportedMediaType: 415
        case .misdirectedRequest: 421
        case .approvalNotSpecific, .digestMismatch: 422
        case .upgradeRequired: 426
        case .rateLimited: 429
        case .internalError: 500
        case .temporarilyUnavailable: 503
        }
    }
}

/// What is wrong with one field of a request.
public struct FieldProblem: Sendable, Hashable {
    /// Where: `attachments.0.size`.
    public var path: String
    /// What: `missing`, `wrong_type`, `too_big`, `too_small`, `invalid`, `unknown_value`.
    public var code: String
    /// For a person.
    public var message: String

    public init(path: String, code: String, message: String) {
        self.path = path
        self.code = code
        self.message = message
    }
}

/// An error as it goes over the wire: `{"ok": false, "error": {…}}`.
public struct WireError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A code of ``ErrorCode``, or one that a newer peer knows.
    public var code: String
    public var status: Int
    /// What happened and what to do, for a person. Carries no secret.
    public var message: String
    public var problems: [FieldProblem]
    public var details: JSONValue?
    public var retryAfterMilliseconds: Int64?

    public init(
        _ code: ErrorCode,
        _ message: String,
        problems: [FieldProblem] = [],
        details: JSONValue? = nil,
        retryAfterMilliseconds: Int64? = nil
    ) {
        self.code = code.rawValue
        self.status = code.status
        self.message = message
        self.problems = problems
        self.details = details
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }

    /// Reads the `error` member of a failed answer.
    public init(status: Int, json: JSONValue?) {
        self.status = status
        code = json?["code"]?.stringValue ?? "http_\(status)"
        message = json?["message"]?.stringValue ?? "the hub answered \(status) without saying why"
        problems = (json?["errors"]?.arrayValue ?? []).map {
            FieldProblem(
                path: $0["path"]?.stringValue ?? "",
                code: $0["code"]?.stringValue ?? "",
                message: $0["message"]?.stringValue ?? ""
            )
        }
        details = json?["details"]
        retryAfterMilliseconds = json?["retry_after_ms"]?.intValue
    }

    /// Whether this is the error of that code.
    public func `is`(_ code: ErrorCode) -> Bool { self.code == code.rawValue }

    public var json: JSONValue {
        .object(omittingNil: [
            "code": .string(code),
            "message": .string(message),
            "errors": problems.isEmpty
                ? nil
                : .array(
                    problems.map { ["path": .string($0.path), "code": .string($0.code), "message": .string($0.message)] }
                ),
            "details": details,
            "retry_after_ms": retryAfterMilliseconds.map(JSONValue.int),
        ])
    }

    public var description: String {
        let fields = problems.map { "\($0.path): \($0.message)" }.joined(separator: "; ")
        return fields.isEmpty ? "\(message) (\(code))" : "\(message) (\(code)): \(fields)"
    }
}

/// The envelope round every JSON answer.
public enum Envelope {
    public static func success(_ result: JSONValue, idempotent: Bool = false) -> JSONValue {
        .object(omittingNil: ["ok": true, "result": result, "idempotent": idempotent ? true : nil])
    }

    public static func failure(_ error: WireError) -> JSONValue { ["ok": false, "error": error.json] }

    /// The result inside an answer.
    /// - Throws: ``WireError`` if the answer is a failure or no envelope.
    public static func open(status: Int, body: [UInt8]) throws(WireError) -> JSONValue {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: body)
        } catch {
            throw WireError(status: status, json: nil)
        }
        guard (200..<300).contains(status), json["ok"] == true, let result = json["result"] else {
            throw WireError(status: status, json: json["error"])
        }
        return result
    }
}
