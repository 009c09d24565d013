// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Cedar

/// Schemas, data and validation over the official corpus; skipped where it is absent.
@Suite struct ValidationCorpusTests {
    @Test func schemasTranslate() throws {
        guard let corpus = Corpora.unpacked("corpus-dev.tar.xz"), let answers = Corpora.unpacked("validation-dev.tar.xz") else {
            return
        }
        let folder = corpus.appendingPathComponent("corpus-tests")
        let names = Corpora.names(in: folder, suffix: ".cedarschema")
        #expect(names.count > 3900)
        for name in names {
            let schema = try Schema(parsing: Corpora.text(folder.appendingPathComponent(name + ".cedarschema")))
            let json = try JSONDocument(parsing: schema.json()).root.canonical
            let answer = Corpora.text(answers.appendingPathComponent("corpus-tests-json-schemas/\(name).cedarschema.json"))
            if !answer.isEmpty { #expect(try JSONDocument(parsing: answer).root.canonical == json, "\(name)") }
            let text = try #require(try Schema(json: schema.json()).cedarText)
            #expect(try JSONDocument(parsing: Schema(cedar: text).json()).root.canonical == json, "\(name)")
        }
    }

    @Test func policiesValidate() throws {
        guard let corpus = Corpora.unpacked("corpus-dev.tar.xz"), let answers = Corpora.unpacked("validation-dev.tar.xz") else {
            return
        }
        let names = Corpora.names(in: answers.appendingPathComponent("corpus-tests-validation"), suffix: ".validation.json")
        #expect(names.count > 3900)
        for name in names {
            let file = corpus.appendingPathComponent("corpus-tests/\(name)")
            let answer = try JSONDocument(
                parsing: Corpora.text(answers.appendingPathComponent("corpus-tests-validation/\(name).validation.json"))
            ).root
            let schema = try Schema(parsing: Corpora.text(file.appendingPathExtension("cedarschema")))
            let policies = try PolicySet(parsing: Corpora.text(file.appendingPathExtension("cedar")))
            let validator = Validator(schema)
            let verdicts = try #require(answer["policyValidation"])
            #expect(validator.validate(policies).isValid == verdicts["strict"]?.bool, "\(name)")
            #expect(validator.validate(policies, mode: .permissive).isValid == verdicts["permissive"]?.bool, "\(name)")
        }
    }

    @Test func entitiesAndRequestsConform() throws {
        guard let corpus = Corpora.unpacked("corpus-dev.tar.xz") else { return }
        try check(corpus, in: corpus.appendingPathComponent("corpus-tests"))
    }

    @Test func handwrittenTestsConform() throws {
        guard let corpus = Corpora.unpacked("handwritten.tar.xz") else { return }
        for folder in try FileManager.default.contentsOfDirectory(atPath: corpus.appendingPathComponent("tests").path) {
            try check(corpus, in: corpus.appendingPathComponent("tests/\(folder)"))
        }
    }

    private func check(_ corpus: URL, in folder: URL) throws {
        for name in Corpora.names(in: folder, suffix: ".json") where !name.hasSuffix(".entities") {
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
