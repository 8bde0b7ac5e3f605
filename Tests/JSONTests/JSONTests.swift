import JSON
import Testing

@Suite struct JSONTests {
    private func parse(_ text: String) throws -> JSON {
        try JSON(parsing: Array(text.utf8).span, limit: 65_536)
    }

    private func text(_ json: JSON) throws -> String {
        String(decoding: try #require(json.serialised()), as: UTF8.self)
    }

    @Test func `an object is written without blanks and in its order`() throws {
        let json = JSON([
            ("z", JSON("text")), ("a", JSON([JSON(1), JSON(-2)])),
            ("inner", JSON([("name", JSON(Int.max))])),
        ])
        #expect(
            try text(json) == #"{"z":"text","a":[1,-2],"inner":{"name":9223372036854775807}}"#)
    }

    @Test(arguments: ["\"", "\\", "\r\n", "\0", "</script>", "】", "\u{1F511}", "\u{7f}", ""])
    func `a string comes back as it was, whatever is in it`(value: String) throws {
        let json = JSON([("v", JSON("a\(value)b"))])
        let written = try #require(json.serialised())
        #expect(written.allSatisfy { $0 >= 0x20 })
        if value != "\0" {
            #expect(try JSON(parsing: written.span, limit: 1_000).string("v") == "a\(value)b")
        }
    }

    @Test func `values are found by their path, and only by their type`() throws {
        let json = try parse(#"{"a":{"b":{"c":"deep","n":42}},"list":[1],"nothing":null}"#)
        #expect(json.string("a", "b", "c") == "deep")
        #expect(json.integer("a", "b", "n", in: 0...100) == 42)
        #expect(json.string("a", "b", "n") == nil)
        #expect(json.integer("a", "b", "c", in: 0...100) == nil)
        #expect(json.string("a", "x", "c") == nil)
        #expect(json.string("a", "b", "c", "d") == nil)
        #expect(json.string("list", "0") == nil)
        #expect(json.string("nothing") == nil)
    }

    @Test(
        arguments: [
            ("-1", nil), ("0", 0), ("100", 100), ("101", nil), ("9223372036854775807", nil),
            ("-9223372036854775808", nil), ("1e308", nil), ("-1e308", nil), ("1.0", nil),
            ("1e2", nil),
            ("\"42\"", nil), ("true", nil), ("null", nil), ("[42]", nil), ("-0", 0),
        ] as [(String, Int?)])
    func `a number that is out of range, or none, is not given`(
        text: String, expected: Int?
    ) throws {
        #expect(try parse(#"{"n":\#(text)}"#).integer("n", in: 0...100) == expected)
    }

    @Test func `the ends of a range are in it`() throws {
        let json = try parse(#"{"low":-9223372036854775808,"high":9223372036854775807}"#)
        #expect(json.integer("low", in: Int.min...0) == .min)
        #expect(json.integer("high", in: 0...Int.max) == .max)
    }

    @Test(arguments: [
        "", "{", "nonsense", "<html>", "\"text\"", "12", #"{"a":1}{"b":2}"#, #"{"a":1,"a":2}"#,
        #"{"a":99999999999999999999}"#, #"{"a":1e400}"#, #"{"a":"\u0000"}"#, #"{"a":"\ud800"}"#,
        "{\"a\":\"\u{1}\"}",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test func `invalid UTF-8 is refused`() {
        let text = Array(#"{"a":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        #expect(throws: JSONError.self) { try JSON(parsing: text.span, limit: 1_000) }
    }

    @Test func `a text nested too deep is refused`() throws {
        let deep = String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000)
        #expect(throws: JSONError.self) { try parse(deep) }
        _ = try parse(String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000))
    }

    @Test func `a text over the limit is refused`() throws {
        let text = Array("[\"\(String(repeating: "x", count: 996))\"]".utf8)
        _ = try JSON(parsing: text.span, limit: 1_000)
        #expect(throws: JSONError.self) { try JSON(parsing: text.span, limit: 999) }
    }

    @Test func `a member that is null is none, and what is no object has no members`() throws {
        let json = try parse(#"{"z":1,"a":null,"list":[{"b":2}]}"#)
        #expect(json.memberNames == ["z", "a", "list"])
        #expect(json.member("z")?.integer(in: 0...9) == 1)
        #expect(json.member("a") == nil && json.member("x") == nil)
        #expect(json.member("list")?.isArray == true && json.member("list")?.memberNames == nil)
        #expect(json.elements("list").map(\.memberNames) == [["b"]])
    }

    @Test func `the error tells the line and nothing of the text`() {
        #expect {
            try parse("{\n\"a\": JBSWY3DPEHPK3PXP\n}")
        } throws: {
            ($0 as? JSONError)?.reason == "this is not JSON: see line 2"
        }
    }

    @Test func `strings that are values are changed, names are not`() throws {
        let json = try parse(#"{"x":"x","list":["x",1,true,null,{"x":"x"}]}"#)
        let changed = json.mapStrings { $0 == "x" ? "\"y" : $0 }
        #expect(
            try text(changed) == #"{"x":"\"y","list":["\"y",1,true,null,{"x":"\"y"}]}"#)
    }
}
