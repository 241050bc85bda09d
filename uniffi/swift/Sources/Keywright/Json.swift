import Foundation

/// A value that JSON holds: what metadata, and the payload of events, are made of.
///
/// Literals make it, so that metadata reads as what it is:
///
/// ```swift
/// let metadata: Metadata = ["plan": "pro", "seats": 5, "tags": ["a", "b"], "trial": false, "partner": nil]
/// ```
public enum Json: Hashable, Sendable {
    /// Nothing.
    case null
    /// True or false.
    case bool(Bool)
    /// A whole number.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([Json])
    /// Values by name.
    case object([String: Json])
}

/// What your program remembers beside a record: an object of JSON, at most 4 KiB.
public typealias Metadata = [String: Json]

extension Json {
    /// The text, if it is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number, if it is one.
    public var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The value of a name, if it is an object that has it.
    public subscript(name: String) -> Json? {
        if case .object(let values) = self { values[name] } else { nil }
    }
}

extension Json: Codable {
    /// Reads any value of JSON.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // The likeliest first: each attempt in vain costs more than all that succeed.
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode([String: Json].self) {
            self = .object(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = .array(try container.decode([Json].self))
        }
    }

    /// Writes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }
}

extension Json: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Nothing.
    public init(nilLiteral: ()) { self = .null }
    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A list.
    public init(arrayLiteral values: Json...) { self = .array(values) }
    /// Values by name; of a name that stands twice, the last.
    public init(dictionaryLiteral values: (String, Json)...) {
        self = .object(Dictionary(values, uniquingKeysWith: { _, last in last }))
    }
}
