internal import Cryptography
package import Messages

extension Enrollee {
    /// How many answers there may be to the question for a code.
    private static var tries: Int { 3 }
    /// How often the QR code is drawn anew; more is not for a person's eyes.
    private static var redrawings: Int { 10 }

    /// Asks for codes of a new device until one is right.
    ///
    /// - Parameters:
    ///   - device: The device; its key was shown, or is in the question.
    ///   - window: Window of the policy, in steps.
    ///   - question: Makes the question: the first, and that after a code which was wrong in some way.
    ///   - redraw: Makes the question with another picture, for whoever types the word `qr` in a code's place; nil
    ///     where there is none.
    /// - Returns: The proof that the device has its key.
    /// - Throws: where no code was right, or nobody typed one.
    package func confirm(
        _ device: borrowing UnconfirmedDevice, window: Int,
        question: (EnrolmentText.Mismatch?) -> String, redraw: (() -> String)? = nil
    ) throws(EnrolmentFailure) -> Confirmation {
        var text = question(nil)
        var (redrawn, misses) = (0, 0)
        while true {
            let typed = try ask(text)
            if let redraw, redrawn < Self.redrawings, typed.means("qr") {
                redrawn += 1
                text = redraw()
                continue
            }
            switch try judge(typed, device, window: window) {
            case .right(let confirmation): return confirmation
            case .wrong(let miss):
                misses += 1
                // The reason of the last one too, where it does not stand in the question.
                text = question(miss)
                guard misses < Self.tries else { throw .noRightCode }
            }
        }
    }

    private func judge(
        _ typed: borrowing SecretBytes, _ device: borrowing UnconfirmedDevice, window: Int
    ) throws(EnrolmentFailure) -> UnconfirmedDevice.Judgement {
        let time = try time()
        do throws(CryptographyError) {
            return try device.judge(typed, window: window, at: time)
        } catch {
            throw .broken(error.description)
        }
    }
}
