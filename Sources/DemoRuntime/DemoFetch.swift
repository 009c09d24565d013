// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Calls
import Connector
import Gate
import NIOCore
import NIOHTTP1

extension DemoStep {
    /// Redirects that are followed, each judged like a call of its own.
    private static let redirectLimit = 5

    func fetch(_ start: String) async throws -> Result {
        var settings = HTTPClient.Configuration()
        settings.redirectConfiguration = .disallow
        settings.timeout.connect = .seconds(10)
        // A host that refuses is not asked again until the time is over.
        settings.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        let result: Result
        do {
            result = try await follow(start, http)
        } catch let error as GateClientError {
            try? await http.shutdown()
            throw error
        } catch {
            result = Result(status: Task.isCancelled ? .cancelled : .failed, error: "The page could not be fetched: \(error).")
        }
        try? await http.shutdown()
        return result
    }

    private func follow(_ start: String, _ http: HTTPClient) async throws -> Result {
        var url = start
        let deadline = NIODeadline.now() + .nanoseconds(configuration.timeLimit.components.seconds * 1_000_000_000)
        for _ in 0...Self.redirectLimit {
            guard url.lowercased().hasPrefix("http://") || url.lowercased().hasPrefix("https://") else {
                return Result(status: .failed, error: "Only http and https are fetched, not \(url).")
            }
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "user-agent", value: "drawbridge-demo")
            let response = try await http.execute(request, deadline: deadline)
            if (300..<400).contains(response.status.code), let location = response.headers.first(name: "location") {
                guard let next = Self.join(location, to: url) else {
                    return Result(status: .failed, error: "The page leads to \(location), which is no address.")
                }
                let call = ToolCall(
                    tool: "WebFetch",
                    parameters: ["url": .string(next)],
                    workingDirectory: configuration.workspace,
                    home: configuration.home,
                    environment: configuration.environment,
                    agent: "demo",
                    workspace: configuration.workspace
                )
                let answer = try await client.judge(call, context: context)
                guard answer.decision.outcome == .allow else {
                    if let approval = answer.approvalID { try await client.cancel(approvalID: approval) }
                    return Result(
                        status: .failed,
                        error: "The page leads to \(next), which the gate does not let through. \(answer.explanation)"
                    )
                }
                url = next
                continue
            }
            return try await show(response)
        }
        return Result(status: .failed, error: "The page leads on more than \(Self.redirectLimit) times.")
    }

    private func show(_ response: HTTPClientResponse) async throws -> Result {
        var shown = ""
        var total = 0
        for try await piece in response.body {
            let bytes = Array(piece.readableBytesView.prefix(configuration.outputLimit - total))
            total += bytes.count
            try await show(bytes, isEnd: false, tool: "WebFetch", origin: .toolOutput, into: &shown)
            if total >= configuration.outputLimit { break }
        }
        try await show([], isEnd: true, tool: "WebFetch", origin: .toolOutput, into: &shown)
        var result = Result(output: shown)
        if response.status.code >= 400 {
            result.status = .failed
            result.error = "The server answered \(response.status.code) \(response.status.reasonPhrase)."
        } else if total >= configuration.outputLimit {
            result.error = "Only the first \(total) bytes are shown."
        }
        return result
    }

    /// A `Location` header relative to where it was sent (RFC 3986, 5.2, for the forms that servers use).
    static func join(_ location: String, to base: String) -> String? {
        if location.contains("://") { return location }
        guard let scheme = base.firstRange(of: "://") else { return nil }
        if location.hasPrefix("//") { return String(base[..<scheme.lowerBound]) + ":" + location }
        let afterScheme = base[scheme.upperBound...]
        let authority = afterScheme.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let origin = base[..<authority.endIndex]
        if location.hasPrefix("/") { return origin + location }
        let path = afterScheme[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return origin + folder + location
    }
}
