// SPDX-License-Identifier: Apache-2.0

extension Value {
    /// A moment: milliseconds since 1970-01-01T00:00:00Z.
    public struct Datetime: Hashable, Sendable, CustomStringConvertible {
        public let milliseconds: Int64

        static let day: Int64 = 86_400_000

        public init(milliseconds: Int64) { self.milliseconds = milliseconds }

        /// `YYYY-MM-DD`, or `YYYY-MM-DDThh:mm:ss`, optionally `.SSS`, with `Z` or `±hhmm`; years 0000 to 9999.
        public init?(parsing text: Text) {
            guard let milliseconds = text.withUTF8({ Datetime.parse($0) }) else { return nil }
            self.milliseconds = milliseconds
        }

        public func offset(_ duration: Duration) -> Datetime? {
            let (sum, overflow) = milliseconds.addingReportingOverflow(duration.milliseconds)
            return overflow ? nil : Datetime(milliseconds: sum)
        }

        public func since(_ other: Datetime) -> Duration? {
            let (difference, overflow) = milliseconds.subtractingReportingOverflow(other.milliseconds)
            return overflow ? nil : Duration(milliseconds: difference)
        }

        /// Midnight (UTC) of its day; nothing at the far end of the range.
        public var date: Datetime? {
            let (start, overflow) = milliseconds.subtractingReportingOverflow(time.milliseconds)
            return overflow ? nil : Datetime(milliseconds: start)
        }

        /// The time since midnight (UTC), never negative.
        public var time: Duration {
            let remainder = milliseconds % Datetime.day
            return Duration(milliseconds: remainder < 0 ? remainder + Datetime.day : remainder)
        }

        private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
            var scanner = DigitScanner(bytes)
            let dash = UInt8(ascii: "-")
            guard let year = scanner.number(digits: 4, upTo: 9999), scanner.skip(dash),
                let month = scanner.number(digits: 2, upTo: 12), scanner.skip(dash),
                let day = scanner.number(digits: 2, upTo: 31), month >= 1, day >= 1, day <= length(ofMonth: month, in: year)
            else { return nil }
            let date = days(year, month, day) * Datetime.day
            if scanner.isAtEnd { return date }
            let colon = UInt8(ascii: ":")
            guard scanner.skip(UInt8(ascii: "T")), let hour = scanner.number(digits: 2, upTo: 23), scanner.skip(colon),
                let minute = scanner.number(digits: 2, upTo: 59), scanner.skip(colon),
                let second = scanner.number(digits: 2, upTo: 59)
            else { return nil }
            var fraction = 0
            if scanner.skip(UInt8(ascii: ".")) {
                guard let milliseconds = scanner.number(digits: 3, upTo: 999) else { return nil }
                fraction = milliseconds
            }
            let time = ((hour * 60 + minute) * 60 + second) * 1000 + fraction
            var zone = 0
            if !scanner.skip(UInt8(ascii: "Z")) {
                let isEast = scanner.skip(UInt8(ascii: "+"))
                guard isEast || scanner.skip(dash), let hours = scanner.number(digits: 2, upTo: 23),
                    let minutes = scanner.number(digits: 2, upTo: 59)
                else { return nil }
                zone = (hours * 60 + minutes) * 60_000 * (isEast ? 1 : -1)
            }
            return scanner.isAtEnd ? date + Int64(time - zone) : nil
        }

        private static func length(ofMonth month: Int, in year: Int) -> Int {
            switch month {
            case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        }

        /// Days since 1970-01-01 in the proleptic Gregorian calendar, counting years from March.
        private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
            let marchYear = month <= 2 ? year - 1 : year
            let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
            let yearOfEra = marchYear - era * 400
            let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
            return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
        }

        /// As the constructor reads it, where the year has four digits; else the milliseconds.
        public var description: String {
            guard let text = written else { return "1970-01-01 offset by \(milliseconds)ms" }
            return text
        }

        /// A text that the constructor reads as this moment, if there is one.
        public var written: String? {
            guard milliseconds >= -62_167_219_200_000, milliseconds < 253_402_300_800_000, let midnight = date else { return nil }
            let shifted = midnight.milliseconds / Datetime.day + 719_468
            let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
            let dayOfEra = shifted - era * 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let shiftedMonth = (5 * dayOfYear + 2) / 153
            let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
            let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
            let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
            func padded(_ number: Int64, _ width: Int) -> String {
                let digits = String(number)
                return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
            }
            let rest = time.milliseconds
            let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
            if rest == 0 { return date }
            let clock =
                "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2))"
            return "\(date)T\(clock).\(padded(rest % 1000, 3))Z"
        }
    }

    /// A span of time in milliseconds, of either sign.
    public struct Duration: Hashable, Sendable, CustomStringConvertible {
        public let milliseconds: Int64

        public init(milliseconds: Int64) { self.milliseconds = milliseconds }

        /// `-?` and then at least one of `Nd`, `Nh`, `Nm`, `Ns`, `Nms`, in this order.
        public init?(parsing text: Text) {
            guard let milliseconds = text.withUTF8({ Duration.parse($0) }) else { return nil }
            self.milliseconds = milliseconds
        }

        private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
            var scanner = DigitScanner(bytes)
            let isNegative = scanner.skip(UInt8(ascii: "-"))
            var magnitude: UInt64 = 0
            var previous = -1
            repeat {
                guard let number = scanner.number(), let unit = unit(&scanner), unit.rank > previous else { return nil }
                previous = unit.rank
                let (product, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
                let (sum, overflow2) = magnitude.addingReportingOverflow(product)
                guard !overflow, !overflow2 else { return nil }
                magnitude = sum
            } while !scanner.isAtEnd
            return Int64(magnitude: magnitude, isNegative: isNegative)
        }

        private static func unit(_ scanner: inout DigitScanner) -> (rank: Int, milliseconds: UInt64)? {
            if scanner.skip(UInt8(ascii: "d")) { return (0, 86_400_000) }
            if scanner.skip(UInt8(ascii: "h")) { return (1, 3_600_000) }
            if scanner.skip(UInt8(ascii: "m")) {
                return scanner.skip(UInt8(ascii: "s")) ? (4, 1) : (2, 60_000)
            }
            return scanner.skip(UInt8(ascii: "s")) ? (3, 1000) : nil
        }

        public var description: String { "\(milliseconds)ms" }
    }
}
