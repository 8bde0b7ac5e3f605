// For the command only: what the module never calls would still change how it is compiled, and cost it size.
#if !hasFeature(Embedded)

    package import Accounts
    package import Policy

    /// What a person has that a login could ask for.
    package enum AccountStanding {
        /// Nothing: `Unenrolled` of the policy says what becomes of them.
        case unenrolled
        /// Something that the policy takes.
        case usable
        /// Nothing that the policy takes, and no device any more: logins are refused, and where the policy lets people
        /// enrol they may do so again, with a ticket.
        case bereft
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
        package func standing(of account: borrowing Account?, at time: Int64) -> AccountStanding {
            switch account {
            case .none: standing(Means(under: self), LoginState(), at: time)
            case .some(let account): standing(of: account.identity, account.state, at: time)
            }
        }

        /// What a person has whose account is being changed.
        package func standing(
            of identity: borrowing Identity, _ state: LoginState, at time: Int64
        ) -> AccountStanding {
            standing(Means(of: identity, state, under: self), state, at: time)
        }

        private func standing(
            _ means: Means, _ state: LoginState, at time: Int64
        ) -> AccountStanding {
            let standing = Standing(means: means, state: state, time: time)
            if standing.isUnenrolled { return .unenrolled }
            if standing.mayEnrolAgain { return .bereft }
            return standing.hasNothing ? .unusable : .usable
        }
    }

#endif
