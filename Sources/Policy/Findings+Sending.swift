// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)
    internal import TextCoding
    package import Vocabulary

    // What can be wrong with the codes that are sent.
    extension PolicyFile {
        /// Sent methods that have no channel to be sent through.
        ///
        /// An error where the whole file has none for the method; a warning where only some logins lack one.
        func missingChannels(in section: Section) -> [Finding] {
            let settings = Resolution(of: section.isGlobal ? [global] : [section, global]).settings
            return settings.methods.compactMap { method in
                guard let keyword = method.channelKeyword, settings.channel(for: method) == nil,
                    let statement = section.first(keyword) ?? section.first(.methods)
                else { return nil }
                let isAnywhere = ([global] + blocks).contains {
                    $0.hasChannel(for: method, keyword)
                }
                return Finding(
                    line: statement.line, severity: isAnywhere ? .warning : .error,
                    message:
                        "Methods: \(method.name) sends nothing without \(keyword.name), which is none"
                        + (isAnywhere ? " for some logins" : ""))
            }
        }

        /// Methods of which nothing is left once sending fails.
        func dependenceOnSending(in section: Section) -> [Finding] {
            let settings = Resolution(of: [section]).settings
            guard let statement = section.first(.methods),
                settings.methods.allSatisfy({ $0.isSent })
            else { return [] }
            return [
                statement.warning(
                    "Methods: only codes that are sent: nobody gets in while sending fails; add recovery"
                )
            ]
        }

        /// What the policy names in the delivery file, each with its line.
        package var deliveryNames: [(kind: DeliveryName, name: String, line: Int)] {
            ([global] + blocks).flatMap { section in
                section.effectiveStatements.compactMap { statement in
                    let settings = statement.settings
                    if let method = Method.allCases.first(where: {
                        $0.channelKeyword == statement.keyword
                    }) {
                        return settings.channel(for: method).map {
                            (.channel(method), $0, statement.line)
                        }
                    }
                    return switch settings.recipients {
                    case .account: nil
                    case .topic(let name): (.topic, name, statement.line)
                    case .directory(let name): (.directory, name, statement.line)
                    }
                }
            }
        }
    }

    /// Something of the delivery file that a policy names.
    package enum DeliveryName: Sendable {
        /// A channel that sends codes of this method.
        case channel(Method)
        /// A topic.
        case topic
        /// A directory.
        case directory
    }

    extension Section {
        fileprivate func hasChannel(for method: Method, _ keyword: Keyword) -> Bool {
            first(keyword)?.settings.channel(for: method) != nil
        }
    }
#endif
