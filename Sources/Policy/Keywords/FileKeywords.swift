internal import ConfigurationGrammar

// Where everything is.
extension Keyword {
    package static var stateDirectory: Keyword {
        Keyword(
            "StateDirectory", scope: .host, role: .other, help: "the folder of the accounts",
            strictness: .none, stricter: "no value",
            text: { Word.written($0.stateDirectory) },
            read: { (value, settings) throws(InvalidText) in
                settings.stateDirectory = try value.absolutePath()
            })
    }

    package static var keyFile: Keyword {
        Keyword(
            "KeyFile", scope: .host, role: .other, help: "the key that seals the accounts",
            strictness: .none, stricter: "no value",
            text: { Word.written($0.keyFile) },
            read: { (value, settings) throws(InvalidText) in
                settings.keyFile = try value.absolutePath()
            })
    }

    package static var deliveryFile: Keyword {
        Keyword(
            "DeliveryFile", scope: .host, role: .other, help: "the channels",
            strictness: .none, stricter: "no value",
            text: { Word.written($0.deliveryFile) },
            read: { (value, settings) throws(InvalidText) in
                settings.deliveryFile = try value.absolutePath()
            })
    }

    package static var courierProgram: Keyword {
        Keyword(
            "CourierProgram", scope: .host, role: .other, help: "the program that sends",
            strictness: .none, stricter: "no value",
            text: { Word.written($0.courierProgram) },
            read: { (value, settings) throws(InvalidText) in
                settings.courierProgram = try value.absolutePath()
            })
    }

    package static var enrolmentProgram: Keyword {
        Keyword(
            "EnrolmentProgram", scope: .host, role: .other,
            help: "the program that lets people enrol",
            strictness: .none, stricter: "no value",
            text: { Word.written($0.enrolmentProgram) },
            read: { (value, settings) throws(InvalidText) in
                settings.enrolmentProgram = try value.absolutePath()
            })
    }
}
