// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CPlatform
import Cedar
import Dispatch

extension CedarCommand {
    struct Bench: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure decisions: policies and entities are read once, then every request is decided again and again.",
            discussion: """
                Out: {"decision_ns": {"mean", "p50", "p99"}, "allow", "deny", "evaluations", "wall_ns", "parse_ns",
                "compile_ns", "peak_bytes", "policy_bytes"}. The mean is taken over a run without a clock in it, the
                percentiles over one with; parsing and compiling are the medians of several runs. Nothing is remembered from
                one request to the next.
                """
        )

        @Option(name: [.short, .customLong("policies")], help: "The policies, in Cedar's syntax or in JSON.")
        var policies: String

        @Option(name: .long, help: "The entities, a JSON array.")
        var entities: String?

        @Option(name: [.short, .customLong("schema")], help: "The schema.")
        var schema: String?

        @Option(name: .long, help: "The requests, one JSON object a line.")
        var requests: String?

        @Option(name: .customLong("request-json"), help: "A lone request.")
        var request: String?

        @Option(name: .long, help: "How often each request is decided.")
        var iterations = 100

        func run() throws {
            guard iterations > 0 else { throw ValidationError("--iterations must be positive") }
            let schema = try schema.map { try Input.schema($0) }
            let text = try Input.text(policies)
            let requests = try loadRequests(schema)
            let entities = try entities.map { try Input.entities($0, schema) } ?? Entities()

            let before = Memory.allocated
            let set = try Input.policies(text, .detect, policies)
            let authorizer = Authorizer(set, entities: entities)
            let policyBytes = Memory.allocated - before
            let parse = median { _ = try? Input.policies(text, .detect, policies) }
            let compile = median { _ = Authorizer(set, entities: entities) }

            var allowed = 0
            for request in requests { allowed += authorizer.authorize(request).decision == .allow ? 1 : 0 }
            let start = Clock.now
            for _ in 0..<iterations {
                for request in requests { _ = authorizer.authorize(request) }
            }
            let wall = Clock.now - start
            let samples = sample(authorizer, requests)

            let evaluations = iterations * requests.count
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("decision_ns")
            writer.beginObject()
            for (key, value) in [
                (Text("mean"), Int(wall) / evaluations), ("p50", Int(samples[samples.count / 2])),
                ("p99", Int(samples[samples.count * 99 / 100])),
            ] {
                writer.key(key)
                writer.integer(Int64(value))
            }
            writer.endObject()
            for (key, value) in [
                (Text("allow"), allowed * iterations), ("deny", (requests.count - allowed) * iterations),
                ("evaluations", evaluations), ("wall_ns", Int(wall)), ("parse_ns", Int(parse)), ("compile_ns", Int(compile)),
                ("peak_bytes", Memory.peak), ("policy_bytes", policyBytes),
            ] {
                writer.key(key)
                writer.integer(Int64(value))
            }
            writer.endObject()
            Output.answer(writer.text)
        }

        private func loadRequests(_ schema: Schema?) throws -> [Request] {
            if let request { return [try Input.request(Input.document(request), schema)] }
            guard let requests else { throw ValidationError("give --requests or --request-json") }
            let lines = try Input.text(requests).split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
            guard !lines.isEmpty else { throw InputProblem("\(requests) has no request") }
            return try lines.enumerated().map { number, line in
                do throws(Diagnostic) {
                    return try Input.request(JSONDocument(parsing: String(line)).root, schema)
                } catch {
                    throw InputProblem("\(requests), line \(number + 1): \(error.message)")
                }
            }
        }

        /// The time of each decision, sorted; at most a million.
        private func sample(_ authorizer: Authorizer, _ requests: [Request]) -> [UInt64] {
            let rounds = max(1, min(iterations, 1_000_000 / requests.count))
            var samples: [UInt64] = []
            samples.reserveCapacity(rounds * requests.count)
            for _ in 0..<rounds {
                for request in requests {
                    let start = Clock.now
                    _ = authorizer.authorize(request)
                    samples.append(Clock.now - start)
                }
            }
            return samples.sorted()
        }

        /// The median of at least nine runs, and of a quarter of a second's: the first ones of a process are slow.
        private func median(_ body: () -> Void) -> UInt64 {
            var times: [UInt64] = []
            let begin = Clock.now
            while times.count < 9 || Clock.now - begin < 250_000_000 && times.count < 10_000 {
                let start = Clock.now
                body()
                times.append(Clock.now - start)
            }
            return times.sorted()[times.count / 2]
        }
    }
}

private enum Clock {
    /// Nanoseconds of a clock that only goes forward.
    static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}

private enum Memory {
    /// Bytes in use on the heap; zero where the system does not tell.
    static var allocated: Int { Int(cplatform_heap_bytes()) }

    /// The most memory that the process ever had.
    static var peak: Int { Int(cplatform_peak_bytes()) }
}
