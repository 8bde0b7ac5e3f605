package import HostSystem

/// What a channel is given besides the message and who gets it.
package struct DeliveryAttempt {
    /// When the channel must be done.
    package let deadline: Deadline
    /// The certificates of the authorities to trust; nil for those of libcurl.
    package let caFile: String?
    /// Where the steps are told.
    package let steps: StepLog
}
