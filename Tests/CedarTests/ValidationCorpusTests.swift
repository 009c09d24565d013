// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Cedar

/// Schemas, data and validation over the official corpus.
@Suite(.enabled(if: Corpora.folder != nil, Corpora.isAbsent)) struct ValidationCorpusTests {
    @Test func schemasTranslate() throws {
        try Corpora.withArchives(["corpus-dev.tar.xz", "validation-dev.tar.xz"]) { root in
            let folder = root.appendingPathComponent("corpus-tests")
            let names = try Corpora.names(in: folder, suffix: ".cedarschema")
            #expect(names.count > 3900)
            for name in names {
                let schema = try Schema(parsing: Corpora.text(folder.appendingPathComponent(name + ".cedarschema")))
                let json = try JSONDocument(parsing: schema.json()).root.canonical
                let answer = Corpora.text(root.appendingPathComponent("corpus-tests-json-schemas/\(name).cedarschema.json"))
                if !answer.isEmpty { #expect(try JSONDocument(parsing: answer).root.canonical == json, "\(name)") }
                let text = try #require(try Schema(json: schema.json()).cedarText)
                #expect(try JSONDocument(parsing: Schema(cedar: text).json()).root.canonical == json, "\(name)")
            }
        }
    }

    @Test func policiesValidate() throws {
        try Corpora.withArchives(["corpus-dev.tar.xz", "validation-dev.tar.xz"]) { root in
            let names = try Corpora.names(in: root.appendingPathComponent("corpus-tests-validation"), suffix: ".validation.json")
            #expect(names.count > 3900)
            for name in names {
                let file = root.appendingPathComponent("corpus-tests/\(name)")
                let answer = try JSONDocument(
                    parsing: Corpora.text(root.appendingPathComponent("corpus-tests-validation/\(name).validation.json"))
                ).root
                let schema = try Schema(parsing: Corpora.text(file.appendingPathExtension("cedarschema")))
                let policies = try PolicySet(parsing: Corpora.text(file.appendingPathExtension("cedar")))
                let validator = Validator(schema)
                let verdicts = try #require(answer["policyValidation"])
                #expect(validator.validate(policies).isValid == verdicts["strict"]?.bool, "\(name)")
                #expect(validator.validate(policies, mode: .permissive).isValid == verdicts["permissive"]?.bool, "\(name)")
            }
        }
    }

    @Test func entitiesAndRequestsConform() throws {
        try Corpora.withArchives(["corpus-dev.tar.xz"]) { root in
            try check(root, in: root.appendingPathComponent("corpus-tests"))
        }
    }

    @Test func handwrittenTestsConform() throws {
        try Corpora.withArchives(["handwritten.tar.xz"]) { root in
            for folder in try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("tests").path) {
                try check(root, in: root.appendingPathComponent("tests/\(folder)"))
            }
        }
    }

    private func check(_ corpus: URL, in folder: URL) throws {
        for name in try Corpora.names(in: folder, suffix: ".json") where !name.hasSuffix(".entities") {
            let test = try JSONDocument(parsing: Corpora.text(folder.appendingPathComponent(name + ".json"))).root
            func file(_ key: Text) throws -> String {
                Corpora.text(corpus.appendingPathComponent(try #require(test[key]?.string)))
            }
            let schema = try Schema(parsing: file("schema"))
            let entities = try Entities(json: file("entities"), schema: schema)
            #expect(try Set(Entities(json: entities.json()).all) == Set(entities.all), "\(name)")
            let result = Validator(schema).validate(try PolicySet(parsing: file("policies")))
            #expect(result.isValid == test["shouldValidate"]?.bool, "\(name)")
            for request in test["requests"]?.elements ?? [] {
                let action = try EntityUID(json: #require(request["action"]))
                let context = try Record(contextJSON: #require(request["context"]), schema: schema, action: action)
                #expect(try Record(contextJSON: context.json()) == context, "\(name)")
                let parsed = Request(
                    principal: try EntityUID(json: #require(request["principal"])),
                    action: action,
                    resource: try EntityUID(json: #require(request["resource"])),
                    context: context
                )
                #expect(schema.validate(parsed) == nil, "\(name)")
            }
        }
    }
}
