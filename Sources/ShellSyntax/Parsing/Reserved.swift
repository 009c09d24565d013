// SPDX-License-Identifier: Apache-2.0

/// The words that mean something where a command may begin.
enum Reserved: UInt8 {
    case `if`, then, `else`, elif, fi, `do`, done, `case`, esac, `while`, until, `for`, select, `in`, function, time, coproc
    case openBrace, closeBrace, bang, openTest, closeTest
    case foreach, end, `repeat`

    /// Whether it closes the list before it.
    var isCloser: Bool {
        switch self {
        case .then, .else, .elif, .fi, .do, .done, .esac, .closeBrace, .end: true
        default: false
        }
    }

    /// By a word's bytes as one number.
    init?(packed: UInt64, _ dialect: Dialect) {
        switch packed {
        case 0x6966: self = .if
        case 0x7468_656E: self = .then
        case 0x656C_7365: self = .else
        case 0x656C_6966: self = .elif
        case 0x6669: self = .fi
        case 0x646F: self = .do
        case 0x646F_6E65: self = .done
        case 0x6361_7365: self = .case
        case 0x6573_6163: self = .esac
        case 0x7768_696C_65: self = .while
        case 0x756E_7469_6C: self = .until
        case 0x666F_72: self = .for
        case 0x696E: self = .in
        case 0x7B: self = .openBrace
        case 0x7D: self = .closeBrace
        case 0x21: self = .bang
        case 0x7365_6C65_6374 where dialect != .posix: self = .select
        case 0x6675_6E63_7469_6F6E where dialect != .posix: self = .function
        case 0x7469_6D65 where dialect != .posix: self = .time
        case 0x636F_7072_6F63 where dialect != .posix: self = .coproc
        case 0x5B5B where dialect != .posix: self = .openTest
        case 0x5D5D where dialect != .posix: self = .closeTest
        case 0x666F_7265_6163_68 where dialect == .zsh: self = .foreach
        case 0x656E_64 where dialect == .zsh: self = .end
        case 0x7265_7065_6174 where dialect == .zsh: self = .repeat
        default: return nil
        }
    }
}
