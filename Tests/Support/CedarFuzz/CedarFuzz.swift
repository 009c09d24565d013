// SPDX-License-Identifier: Apache-2.0

// Fuzz targets for libFuzzer; `.ci/fuzz` compiles them together with the module, and runs each. What the environment names in
// CEDAR_FUZZ is run: policies, schemas, entities or requests. A crash, a hang, or two ways of one meaning that disagree end it.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    switch target {
    case "schemas": FuzzTargets.schemas(text)
    case "entities": FuzzTargets.entities(text)
    case "requests": FuzzTargets.requests(text)
    default: FuzzTargets.policies(text)
    }
    return 0
}

private let target = getenv("CEDAR_FUZZ").map { String(cString: $0) } ?? "policies"

private enum FuzzTargets {
    /// What is read, written and read again means the same, and the compiled form agrees with the interpreter.
    static func policies(_ text: String) {
        _ = try? PolicySet(json: text)
        guard let policies = try? PolicySet(parsing: text) else { return }
        let json = policies.json()
        check((try? PolicySet(json: json))?.json() == json, "JSON")
        check((try? Formatter().format(text)).flatMap { try? PolicySet(parsing: $0) }?.json() == json, "formatting")
        _ = PolicyLint.check(policies)
        let authorizer = Authorizer(policies)
        for request in requests {
            let response = authorizer.authorize(request)
            let evaluator = Evaluator(request, Entities())
            for policy in policies.policies {
                let isSatisfied = try? policy.isSatisfied(evaluator)
                check((isSatisfied == nil) == response.errors.contains { $0.policy == policy.id }, "errors")
                if response.decision == .allow, policy.effect == .permit {
                    check((isSatisfied == true) == response.reasons.contains(policy.id), "reasons")
                }
            }
        }
        if let schema { _ = Validator(schema).validate(policies, mode: .permissive, level: 1) }
    }

    static func schemas(_ text: String) {
        guard let schema = try? Schema(parsing: text) else { return }
        let json = schema.json()
        check((try? Schema(json: json))?.json() == json, "JSON")
        // `Long` in JSON comes back as `__cedar::Long`: the texts are compared.
        if let cedar = schema.cedarText { check((try? Schema(cedar: cedar))?.cedarText == cedar, "text") }
    }

    static func entities(_ text: String) {
        _ = try? Entities(json: text, schema: schema)
        guard let entities = try? Entities(json: text) else { return }
        check((try? Entities(json: entities.json()))?.json() == entities.json(), "JSON")
        let authorizer = Authorizer(policies, entities: entities)
        let lazy = Authorizer(policies)
        for entity in entities.all.prefix(4) {
            let request = Request(principal: entity.uid, action: entity.uid, resource: entity.uid, context: entity.attributes)
            let answers = [authorizer.authorize(request), lazy.authorize(request, entities: entities)]
            check(answers[0].decision == answers[1].decision && answers[0].reasons == answers[1].reasons, "stores")
        }
    }

    static func requests(_ text: String) {
        guard let context = try? Record(contextJSON: text) else { return }
        check((try? Record(contextJSON: context.json())) == context, "JSON")
        let uid = EntityUID(type: EntityType(unchecked: "U"), id: "a")
        let request = Request(principal: uid, action: uid, resource: uid, context: context)
        _ = Authorizer(policies).authorize(request)
        _ = schema?.validate(request)
        for action in schema?.actionEntities ?? [] {
            _ = try? Record(contextJSON: text, schema: schema, action: action.uid)
        }
    }

    private static func check(_ holds: Bool, _ what: StaticString) {
        guard !holds else { return }
        let message = "two ways of one meaning disagree: \(what)\n"
        _ = write(2, message, message.utf8.count)
        abort()
    }

    private static let requests: [Request] = {
        let contexts: [Record] = [
            .empty, ["a": .string("ab"), "b": .bool(true), "r": .record(["x": .long(1)])],
            ["a": .long(1), "b": .string("x"), "r": .set(ValueSet([.long(1)]))],
        ]
        let uid = EntityUID(type: EntityType(unchecked: "U"), id: "a")
        let action = EntityUID(type: EntityType(unchecked: "Action"), id: "a")
        return contexts.map { Request(principal: uid, action: action, resource: uid, context: $0) }
    }()

    private static let schema = try? Schema(
        parsing: """
            entity G; entity U in [G] { name: String, age?: Long, ip?: ipaddr } tags String;
            action a appliesTo { principal: U, resource: [U, G], context: { a?: String, b?: Bool, r?: { x: Long } } };
            """
    )

    private static let policies: PolicySet = {
        let text = """
            permit(principal, action, resource) when { context has a && context.a like "*a*" };
            forbid(principal in G::"g", action, resource) when { principal.name == resource.name || context.b };
            permit(principal, action, resource) when { principal.hasTag("t") && principal.getTag("t") == context };
            """
        return (try? PolicySet(parsing: text)) ?? PolicySet()
    }()
}
