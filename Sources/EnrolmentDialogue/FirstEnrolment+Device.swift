internal import Cryptography
internal import HostSystem
internal import Wire
internal import Messages
internal import OneTimePassword

extension FirstEnrolment {
    /// How often the QR code is drawn anew; more is not for a person's eyes.
    private static var redrawings: Int { 10 }
    /// The bytes of a key: as many as the digest of its hash function has; RFC 4226 section 4, R6.
    private static var keyLength: Int { 20 }

    /// A device as every app knows it, with a fresh key.
    func newDevice(using library: LibCrypto) throws(Ending) -> UnconfirmedDevice {
        guard let hotp = HOTP(), let totp = TOTP(hotp: hotp) else {
            throw .broken("no such device")
        }
        do throws(CryptographyError) {
            return UnconfirmedDevice(
                label: Self.label, movingFactor: .time(totp),
                key: try library.randomBytes(Self.keyLength), library: library)
        } catch {
            throw .broken(error.description)
        }
    }

    /// Shows the key, and asks for a code until one is right.
    ///
    /// The word `qr` in a code's place draws the picture anew, the next way.
    func confirm(
        _ device: borrowing UnconfirmedDevice, _ conversation: inout some Conversation
    ) throws(Ending) -> Confirmation {
        let language = request.language
        let uri = device.shortURI(user: request.user, host: request.host)
        var picture = Picture(of: uri)
        var question = language.enrolment(
            .device(picture: picture.next(), key: device.groupedKeyText, uri: uri))
        var redrawn = 0
        var misses = 0
        while true {
            let typed = try ask(question, &conversation)
            if picture.exists, redrawn < Self.redrawings, Self.means("qr", typed) {
                redrawn += 1
                question = picture.next() + language.enrolment(.codeQuestion(canDraw: true))
                continue
            }
            switch try judge(typed, device) {
            case .right(let confirmation): return confirmation
            case .wrong(let miss):
                misses += 1
                guard misses < Self.tries else { throw .noRightCode }
                question = language.enrolment(.nextTry(after: miss, canDraw: picture.exists))
            }
        }
    }

    private func judge(
        _ typed: [UInt8], _ device: borrowing UnconfirmedDevice
    ) throws(Ending) -> UnconfirmedDevice.Judgement {
        let time = try time()
        do throws(CryptographyError) {
            return try device.judge(typed, window: request.window, at: time)
        } catch {
            throw .broken(error.description)
        }
    }
}
