import Courier
import LanguageTestSupport
import Messages
import Testing

@Suite struct TextMessageTests {
    @Test func `the English text begins with the code`() throws {
        #expect(
            try message(request(), isShort: true).text
                == "482913 is your login code #37 for alice@web1.example.org, good for 5 minutes.")
    }

    @Test func `the Chinese text begins with the code`() throws {
        #expect(
            try message(request(language: .simplifiedChinese), isShort: true).text
                == "482913 是 alice@web1.example.org 的登录验证码（#37），5 分钟内有效。")
    }

    @Test func `the longest values still fit in one segment, and nothing is cut off`() throws {
        let long = String(repeating: "m", count: 300)
        let english = try message(
            request(user: long, host: long, code: "1234567890", number: 99_999, lifetime: 601),
            isShort: true)
        #expect(english.text.utf8.count <= 160)
        #expect(english.text.hasSuffix("601 seconds."))
        let chinese = try message(
            request(
                user: long, host: long, code: "1234567890", number: 999, lifetime: 601,
                language: .simplifiedChinese), isShort: true)
        #expect(chinese.text.utf16.count <= 70)
        #expect(chinese.text.hasSuffix("有效。"))
    }

    @Test func `a name outside of the default alphabet does not halve the room`() throws {
        let text = try message(request(user: "张三`[a]"), isShort: true).text
        #expect(text.contains("for ????a?@web1"))
    }

    @Test func `no brackets of a provider's signature are in it`() throws {
        let template = "Subject: s\n\n【Example】[{code}] {user}\nmore"
        let text = try message(request(user: "[x]【y】"), template: template, isShort: true).text
        #expect(text == "(Example)(482913) ?x??y? more")
    }

    @Test func `a text in the default alphabet is cut at 160 septets`() throws {
        let template = "Subject: s\n\n{code} " + String(repeating: "{", count: 200)
        let text = try message(request(), template: template, isShort: true).text
        // The code and the blank have 7 septets, each brace two.
        #expect(text == "482913 " + String(repeating: "{", count: 76))
    }

    @Test func `another text is cut at 70 units and between characters`() throws {
        let template = "Subject: s\n\n{code}:" + String(repeating: "😀", count: 200)
        let text = try message(request(), template: template, isShort: true).text
        #expect(text == "482913:" + String(repeating: "😀", count: 31))
    }

    @Test func `a text whose code would be cut off is refused`() {
        let template = "Subject: s\n\n" + String(repeating: "x", count: 155) + "{code}"
        let found = reason { () throws(DeliveryError) in
            _ = try message(request(), template: template, isShort: true)
        }
        #expect(found?.contains("put {code} at its beginning") == true)
    }
}
