internal import CLinuxPAM
package import Cryptography
internal import TextCoding

/// What the module leaves in the handle for a later call; pam_set_data(3).
///
/// It lasts as long as the handle: sshd's `password` method keeps one handle for all tries, so every try
/// begins by replacing what the one before left.
extension PAMHandle {
    private enum DataName {
        static let code = "pam_sallyport.code"
        static let passage = "pam_sallyport.passage"
    }

    package func keepCode(_ code: consuming SecretBytes?) {
        // Safe: the text is the handle's from here on, and libpam has it wiped and freed as soon as it is replaced.
        let text = unsafe code?.makeText()
        unsafe setData(DataName.code, to: text) { _, text, _ in
            guard let text = unsafe text else { return }
            unsafe wipeAndFreeText(text.assumingMemoryBound(to: CChar.self))
        }
    }

    package func takeCode() -> SecretBytes? {
        // Safe: what is stored under this name is a NUL-terminated text, which is copied before it is replaced.
        guard let data = unsafe data(DataName.code) else { return nil }
        let code = unsafe SecretBytes(copyingText: data.assumingMemoryBound(to: CChar.self))
        keepCode(nil)
        return code
    }

    package var hasPassed: Bool {
        // Safe: only compared with nil.
        get { unsafe data(DataName.passage) != nil }
        nonmutating set {
            // The address is only ever compared with nil; nothing is stored there and nothing freed.
            let mark = unsafe UnsafeMutableRawPointer(bitPattern: newValue ? 1 : 0)
            unsafe setData(DataName.passage, to: mark) { _, _, _ in }
        }
    }

    private func data(_ name: String) -> UnsafeRawPointer? {
        var data: UnsafeRawPointer?
        // Safe: libpam gives back the pointer that was stored under the name.
        guard unsafe pam_get_data(handle, name.terminated, &data) == PAM_SUCCESS else { return nil }
        return unsafe data
    }

    private func setData(
        _ name: String, to data: UnsafeMutableRawPointer?,
        cleanup: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?, Int32) -> Void
    ) {
        // Safe: libpam calls the cleanup once, when the data is replaced or the handle ends. Where it has no
        // memory to keep the data, the data is cleaned up here and the login asks again or is refused.
        guard unsafe pam_set_data(handle, name.terminated, data, cleanup) != PAM_SUCCESS else {
            return
        }
        unsafe cleanup(handle, data, 0)
    }
}
