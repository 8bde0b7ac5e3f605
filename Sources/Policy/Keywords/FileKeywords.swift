internal import ConfigurationGrammar

// Where everything is.
extension Keyword {
    package static var stateDirectory: Keyword {
        Keyword(
            "StateDirectory", scope: .host, help: "the folder of the accounts",
            text: { Word.written($0.stateDirectory) },
            read: { (value, settings) throws(InvalidText) in
                settings.stateDirectory = try value.absolutePath()
            })
    }

    package static var keyFile: Keyword {
        Keyword(
            "KeyFile", scope: .host, help: "the key that seals the accounts",
            text: { Word.written($0.keyFile) },
            read: { (value, settings) throws(InvalidText) in
                settings.keyFile = try value.absolutePath()
            })
    }

    package static var deliveryFile: Keyword {
        Keyword(
            "DeliveryFile", scope: .host, help: "the channels",
            text: { Word.written($0.deliveryFile) },
            read: { (value, settings) throws(InvalidText) in
                settings.deliveryFile = try value.absolutePath()
            })
    }

    package static var courierProgram: Keyword {
        Keyword(
            "CourierProgram", scope: .host, help: "the program that sends",
            text: { Word.written($0.courierProgram) },
            read: { (value, settings) throws(InvalidText) in
                settings.courierProgram = try value.absolutePath()
            })
    }

    package static var enrolmentProgram: Keyword {
        Keyword(
            "EnrolmentProgram", scope: .host, help: "the program that lets people enrol",
            text: { Word.written($0.enrolmentProgram) },
            read: { (value, settings) throws(InvalidText) in
                settings.enrolmentProgram = try value.absolutePath()
            })
    }
}
