// SPDX-License-Identifier: Apache-2.0

public enum PolicyEffect: String, Sendable {
    case permit, forbid
}

/// A policy or a template, as written.
public struct Policy: Sendable {
    /// From text: `policy0`, `policy1`… by place; `@id` does not change it.
    public var id: Text
    public var annotations: [Annotation]
    public var effect: PolicyEffect
    public var principal: EntityScope
    public var action: ActionScope
    public var resource: EntityScope
    /// Joined by `&&`, in order.
    public var conditions: [Condition]
    public var span: SourceSpan
    /// What the spans point into.
    public var source: SourceText?
    /// Of a linked template: which, with what.
    public var link: TemplateLink?

    public init(
        id: Text,
        annotations: [Annotation] = [],
        effect: PolicyEffect,
        principal: EntityScope = .any,
        action: ActionScope = .any,
        resource: EntityScope = .any,
        conditions: [Condition] = [],
        span: SourceSpan = .none,
        source: SourceText? = nil,
        link: TemplateLink? = nil
    ) {
        self.id = id
        self.annotations = annotations
        self.effect = effect
        self.principal = principal
        self.action = action
        self.resource = resource
        self.conditions = conditions
        self.span = span
        self.source = source
        self.link = link
    }

    /// Whether it has a slot, so that it must be linked before it can be evaluated.
    public var isTemplate: Bool { principal.hasSlot || resource.hasSlot }

    public var slots: [Slot] {
        (principal.hasSlot ? [.principal] : []) + (resource.hasSlot ? [.resource] : [])
    }

    /// The value of an annotation: nothing where it is absent, empty where it has no value.
    public func annotation(_ key: String) -> String? {
        annotations.first { $0.key.string == key }.map { $0.value?.string ?? "" }
    }
}

public struct Annotation: Hashable, Sendable {
    public let key: Text
    /// Nothing for `@flag` without parentheses.
    public let value: Text?

    public init(_ key: Text, _ value: Text?) {
        self.key = key
        self.value = value
    }
}

/// `?principal` and `?resource`.
public enum Slot: String, Hashable, Sendable, CaseIterable {
    case principal = "?principal"
    case resource = "?resource"
}

public struct TemplateLink: Hashable, Sendable {
    public let template: Text
    public let values: [Slot: EntityUID]

    public init(template: Text, values: [Slot: EntityUID]) {
        self.template = template
        self.values = values
    }
}

/// The constraint on `principal` or `resource`.
public enum EntityScope: Hashable, Sendable {
    case any
    case equal(Reference)
    case `in`(Reference)
    case `is`(EntityType)
    case isIn(EntityType, Reference)

    public enum Reference: Hashable, Sendable {
        case entity(EntityUID)
        /// The slot of the variable that is constrained.
        case slot
    }

    public var reference: Reference? {
        switch self {
        case .any, .is: nil
        case .equal(let reference), .in(let reference), .isIn(_, let reference): reference
        }
    }

    var hasSlot: Bool {
        switch self {
        case .equal(.slot), .in(.slot), .isIn(_, .slot): true
        default: false
        }
    }
}

/// The constraint on `action`.
public enum ActionScope: Hashable, Sendable {
    case any
    case equal(EntityUID)
    case `in`(EntityUID)
    /// `in [a, b]`; may be empty, then nothing matches.
    case inAny([EntityUID])
}

public struct Condition: Sendable {
    public enum Kind: String, Sendable {
        case when, unless
    }

    public let kind: Kind
    public let body: Expr

    public init(_ kind: Kind, _ body: Expr) {
        self.kind = kind
        self.body = body
    }
}
