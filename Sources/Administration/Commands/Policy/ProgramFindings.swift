internal import Delivery
internal import HostSystem
internal import Policy
internal import Wire

extension PolicyFile {
    /// How long the check of files may take, in seconds.
    private static let timeout = 15

    /// Whether the program is there that lets people enrol; looked at only where some may.
    func enrolmentProgramFindings() -> [PolicyFinding] {
        guard letsEnrol else { return [] }
        let path = hostSettings.enrolmentProgram
        do throws(SystemError) {
            _ = try File(path: path, confidentiality: .open)
            try CurrentProcess.requireExecutable(path)
            return []
        } catch {
            return [
                PolicyFinding(
                    .error, "EnrolmentProgram: \(error.explanation): nobody can enrol at a login",
                    in: error.subject)
            ]
        }
    }

    /// What the program that sends codes finds wrong with its files, all of them, short of the network.
    ///
    /// Only where codes are sent, and the delivery file itself can be read.
    func courierFindings() -> [PolicyFinding] {
        guard !deliveryNames.isEmpty else { return [] }
        let settings = hostSettings
        let request = DeliveryRequest(
            deliveryFile: settings.deliveryFile, timeout: Self.timeout,
            task: .check(channel: nil, reachesServers: false))
        var findings: [PolicyFinding] = []
        do throws(DeliveryFailure) {
            _ = try CourierProcess.run(settings.courierProgram, request) { reply in
                guard case .problem = reply.kind else { return }
                findings.append(PolicyFinding(.error, reply.text, in: settings.deliveryFile))
            }
        } catch {
            if findings.isEmpty {
                findings.append(PolicyFinding(.error, error.reason, in: settings.deliveryFile))
            }
        }
        return findings
    }
}
