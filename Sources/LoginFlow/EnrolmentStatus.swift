// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)

    package import Accounts
    package import Policy

    /// What a person has that a login could ask for.
    package enum EnrolmentStatus {
        /// Nothing: `Unenrolled` of the policy says what becomes of them.
        case unenrolled
        /// Something that the policy takes.
        case usable
        /// Nothing that the policy takes, and no device any more: logins are refused, and where the policy lets people
        /// enrol they may do so again, with a ticket.
        case withoutDevice
        /// Something, but nothing that the policy takes: logins are refused.
        case unusable
    }

    extension Settings {
        /// What a person has under these settings; the account is nil for one who has none.
        ///
        /// - Parameters:
        ///   - account: The person's account.
        ///   - time: Now, in seconds since 1970.
        /// - Returns: What there is.
        package func enrolmentStatus(
            of account: Account?, at time: Int64
        ) -> EnrolmentStatus {
            switch account {
            case .none: status(UsableMethods(under: self), LoginState(), at: time)
            case .some(let account): enrolmentStatus(of: account.identity, account.state, at: time)
            }
        }

        /// What a person has whose account is being changed.
        package func enrolmentStatus(
            of identity: borrowing Identity, _ state: LoginState, at time: Int64
        ) -> EnrolmentStatus {
            status(UsableMethods(of: identity, state, under: self), state, at: time)
        }

        private func status(
            _ methods: UsableMethods, _ state: LoginState, at time: Int64
        ) -> EnrolmentStatus {
            let snapshot = AccountSnapshot(methods: methods, state: state, time: time)
            if snapshot.isUnenrolled { return .unenrolled }
            if snapshot.mayEnrolAgain { return .withoutDevice }
            return snapshot.hasNothing ? .unusable : .usable
        }
    }

#endif
