internal import Delivery
internal import Wire

/// What became of a request to the courier.
struct CourierReport {
    /// The help of what `--json` prints of it.
    static let jsonHelp = """
        "steps" and "problems" (arrays of lines; problems do not end the work)
        """

    /// Each step, in the order they were done.
    fileprivate(set) var steps: [String] = []
    /// What was wrong and did not end the work.
    fileprivate(set) var problems: [String] = []
    /// To whom a code was sent, masked; of a check, what was checked; nil where that failed.
    fileprivate(set) var answer: String?
    /// Why there is no answer.
    fileprivate(set) var failure: DeliveryFailure?
}

extension Session {
    /// Starts the courier and prints each of its steps, and each problem, as it comes.
    ///
    /// - Parameters:
    ///   - program: The courier.
    ///   - request: What it is to do.
    ///   - json: Whether the output is JSON, which has no room for steps.
    /// - Returns: What became of it.
    func runCourier(_ program: String, _ request: DeliveryRequest, json: Bool) -> CourierReport {
        var report = CourierReport()
        do throws(DeliveryFailure) {
            report.answer = try CourierProcess.run(program, request) { reply in
                switch reply.kind {
                case .step:
                    report.steps.append(reply.text)
                    // A step nobody can be shown is no reason to stop halfway.
                    if !json { try? write("\(reply.text)\n") }
                case .problem:
                    report.problems.append(reply.text)
                    warn(reply.text)
                // What ends it is what the call returns or throws.
                case .sent, .checked, .failed, .unknown: break
                }
            }
        } catch {
            report.failure = error
        }
        return report
    }
}
