// SPDX-License-Identifier: Apache-2.0

public import Cedar

/// The schema of the gate's own dialect (packs/gate.cedarschema).
public enum GateSchema {
    private static let parsed = try? Schema(cedar: Pack.schemaText)

    /// `action in Action::"change"` needs the groups.
    static let actions: Entities = parsed.flatMap { try? Entities($0.actionEntities) } ?? Entities()

    /// What is wrong with policies: unknown attributes, wrong types, conditions that can never hold. One message a
    /// problem, with the policy's id, line and column.
    public static func problems(of policies: [Policy]) -> [String] {
        guard let parsed else { return ["the gate's own schema cannot be read"] }
        return Validator(parsed).validate(policies).errors.map(\.description)
    }
}
