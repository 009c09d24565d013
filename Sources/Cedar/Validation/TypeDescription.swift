// SPDX-License-Identifier: Apache-2.0

extension Type: CustomStringConvertible {
    /// As messages show it; long ones end in `…`.
    var description: String {
        var text = ""
        write(to: &text, limit: 2000)
        return text
    }

    private func write(to text: inout String, limit: Int) {
        guard text.utf8.count < limit else {
            if !text.hasSuffix("…") { text += "…" }
            return
        }
        switch self {
        case .never: text += "__cedar::internal::Never"
        case .bool: text += "Bool"
        case .true: text += "__cedar::internal::True"
        case .false: text += "__cedar::internal::False"
        case .long: text += "Long"
        case .string: text += "String"
        case .set(nil): text += "Set<__cedar::internal::Any>"
        case .set(let element?):
            text += "Set<"
            element.write(to: &text, limit: limit)
            text += ">"
        case .entity(let types):
            if let single = types.single {
                text += single.description
            } else {
                text += "__cedar::internal::Union<\(types.types.map(\.description).joined(separator: ", "))>"
            }
        case .anyEntity: text += "__cedar::internal::AnyEntity"
        case .record(let record):
            text += record.isOpen ? "__cedar::internal::OpenRecord{" : "{"
            for attribute in record.attributes {
                guard text.utf8.count < limit else {
                    if !text.hasSuffix("…") { text += "…" }
                    break
                }
                text += attribute.name.string
                text += attribute.isRequired ? ": " : "?: "
                attribute.type.write(to: &text, limit: limit)
                text += ","
            }
            text += "}"
        case .extension(let type): text += type.rawValue
        }
    }
}
