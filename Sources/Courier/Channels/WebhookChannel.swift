internal import ConfigurationGrammar
internal import TextCoding
package import Vocabulary

/// Posts a message as JSON to a web server of the administrator's.
package final class WebhookChannel: Channel {
    /// The page that takes it.
    package let url: ServerURL
    /// Lines for the header of the request.
    package let headers: [String]
    /// One more of them that is a secret.
    package let secretHeader: ReferencedFile?
    /// The template of the body, JSON.
    package let body: ReferencedFile
    /// The statuses that mean the message was taken.
    package let expectedStatus: ClosedRange<Int>

    package static var kind: ChannelKind {
        ChannelKind(
            "webhook",
            [
                page.keyword, header.keyword, headerFile.keyword, bodyFile.keyword,
                status.keyword, Setting.caFile.keyword,
            ]
        ) { (block) throws(ConfigurationError) in try WebhookChannel(&block) }
    }

    private static var page: Setting<ServerURL> {
        .server("URL", "where to send it, with POST", for: .page)
    }

    private static var header: Setting<String> {
        Setting("Header", "a line of the header, in quotes; several", isRepeatable: true) {
            (value) throws(InvalidText) in try value.header()
        }
    }

    private static var headerFile: Setting<String> {
        .path("HeaderFile", "a secret line of the header, such as Authorization: Bearer …")
    }

    private static var bodyFile: Setting<String> {
        .path("BodyFile", "a file with the JSON to send")
    }

    private static var status: Setting<ClosedRange<Int>> {
        Setting("ExpectedStatus", "what means that it was taken", default: "200-299") {
            (value) throws(InvalidText) in try value.statusRange()
        }
    }

    private init(_ block: inout SettingBlock) throws(ConfigurationError) {
        url = try block.server(Self.page)
        headers = try block.all(Self.header)
        secretHeader = try block.file(Self.headerFile, isSecret: true)
        body = try block.requiredFile(Self.bodyFile, isSecret: false)
        expectedStatus = try block.value(Self.status)
    }

    package func audience(of method: Method) -> Audience? { .anybody(method) }

    package func inspect() throws(DeliveryError) -> String? {
        do throws(DeliveryError) { _ = try WebhookTemplate(body.bytes) } catch {
            throw error.about("BodyFile \(body.path)")
        }
        if let header = secretHeader, !HeaderLine.isValid(header.bytes) {
            throw DeliveryError("HeaderFile \(header.path): must have a line Name: value")
        }
        return "the template of the body can be used"
    }

    package func send(
        _ message: Message, to recipient: Recipient, _ attempt: DeliveryAttempt
    ) throws(SendingError) {
        let web = try preparing(try attempt.webService())
        let body = try preparing(try body(message, recipient))
        var headers = ["Content-Type: application/json"] + headers
        if let header = secretHeader { headers.append(header.secret) }
        let response = try web.post(to: url, path: nil, headers: headers, body: body)
        guard expectedStatus.contains(response.status) else {
            throw SendingError(
                status: response.status, isRefusal: false,
                compact("the server answered HTTP \(response.status)"))
        }
        web.steps.step("accepted, HTTP \(response.status)")
    }

    private func body(
        _ message: Message, _ recipient: Recipient
    ) throws(DeliveryError) -> [UInt8] {
        do throws(DeliveryError) {
            return try WebhookTemplate(self.body.bytes).body(for: message, to: recipient)
        } catch {
            throw error.about("\(self.body.path)")
        }
    }
}

extension ValueReader {
    /// A line of a request's header: a name of RFC 9110 section 5.1, a colon and a value.
    fileprivate func header() throws(InvalidText) -> String {
        guard let word = onlyWord, HeaderLine.isValid(word.bytes) else {
            throw unexpected("a header in quotes, such as \"X-Source: sallyport\"")
        }
        return word.text
    }

    /// The numbers of a range, such as `200-299`, or one number.
    fileprivate func statusRange() throws(InvalidText) -> ClosedRange<Int> {
        let parts = onlyWord?.bytes.split(
            separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let parts, parts.count <= 2, let first = parts.first, let last = parts.last,
            let lower = Decimal.number(first), let upper = Decimal.number(last),
            (100...599).contains(lower), (100...599).contains(upper), lower <= upper
        else {
            throw unexpected("a status such as 204, or two with a hyphen, such as 200-299")
        }
        return lower...upper
    }
}

/// What makes a line of a request's header.
private enum HeaderLine {
    /// Whether the bytes are a name, a colon and a value of visible ASCII and blanks.
    static func isValid(_ line: [UInt8]) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return false }
        let isToken = line[..<colon].allSatisfy {
            $0.isLetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains($0)
        }
        return isToken && line[colon...].allSatisfy { (0x20...0x7e).contains($0) }
    }
}
