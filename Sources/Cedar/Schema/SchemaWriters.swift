// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// The schema in Cedar's syntax.
    ///
    /// Nothing where the JSON format says something that this syntax cannot: attributes of an entity type by a type's name,
    /// or a name that would mean something else here.
    public var cedarText: String? { SchemaPrinter.print(syntax) }

    /// The schema in JSON.
    public func json(pretty: Bool = false) -> String {
        var writer = JSONWriter(pretty: pretty)
        SchemaJSONWriter.write(syntax, to: &writer)
        return writer.text
    }
}
