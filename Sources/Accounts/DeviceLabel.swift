// For the command only: Embedded Swift has no tables of Unicode.
#if !hasFeature(Embedded)
    /// The rules for what a device is called, typed or from a file: 1 to ``Device/maximumLabelLength`` bytes, and nothing
    /// that is not seen or that moves what stands beside it.
    package enum DeviceLabel {
        /// What is wrong with a typed label; nil for nothing.
        package static func problem(_ label: String) -> String? {
            guard (1...Device.maximumLabelLength).contains(label.utf8.span.count) else {
                return "a label has 1 to \(Device.maximumLabelLength) bytes"
            }
            return isShown(label) ? nil : "a label has no control characters and no invisible ones"
        }

        /// Whether a text has no characters that deceive who reads a table: those that control, turn the direction of a
        /// line, or are not seen.
        package static func isShown(_ text: String) -> Bool {
            text.unicodeScalars.allSatisfy(isShown)
        }

        /// A label made of what a file has for it: without characters that no label has, and cut where it would be too
        /// long.
        ///
        /// - Returns: nil where nothing is left.
        package static func label(from text: String) -> String? {
            var label = String.UnicodeScalarView()
            var length = 0
            for scalar in text.unicodeScalars where isShown(scalar) {
                length += UTF8.width(scalar)
                guard length <= Device.maximumLabelLength else { break }
                label.append(scalar)
            }
            return label.isEmpty ? nil : String(label)
        }

        private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
                .unassigned:
                false
            // Blank letters and marks that no category tells from others, such as U+115F, U+3164 and U+FE0F.
            default: !scalar.properties.isDefaultIgnorableCodePoint
            }
        }
    }
#endif
