// swift-tools-version: 6.3
import PackageDescription

/// Builds the module as Embedded Swift: small, quick to load and free of the Swift runtime libraries.
let embedded: BuildSettingCondition = .when(traits: ["Embedded"])

/// As flags, for compiling and for linking: a feature of `enableExperimentalFeature` is heeded when linking
/// whatever its condition, and an ordinary product then lacks what starts Swift's runtime.
let embeddedFeature = ["-enable-experimental-feature", "Embedded"]

/// Only the entry points are exported; nothing is resolved or relocated after loading; the module stays
/// loaded, since a PAM application may load and unload it for every login; what is not used is left out; and
/// what is missing is found here and not on the host.
let moduleLinkerFlags =
    [
        "--version-script=\(Context.packageDirectory)/Sources/pam_sallyport/exports.map",
        "--gc-sections", "--icf=all", "-z,now", "-z,relro", "-z,nodelete", "-z,noexecstack",
        "-z,defs", "-z,separate-loadable-segments",
        // Optimised when linked, a function is inlined only where that makes the module smaller, or where it is called
        // once: else the module is 8 KB larger, and a login needs more instructions for it and not fewer.
        "-mllvm=-inline-threshold=0",
    ].flatMap { flags in flags.split(separator: ",").flatMap { ["-Xlinker", String($0)] } } + [
        // Optimised when linked, the module would name libgcc_s as needed, of which it uses nothing.
        "-use-ld=lld", "-Xclang-linker", "-static-libgcc",
    ]

/// What is not used is left out, and a program linked on a current system starts on an old one: the C library's
/// start goes through `CProcessStart`.
let programLinkerFlags =
    [
        "--gc-sections", "--icf=all", "-z,now", "-z,relro", "-z,noexecstack", "-z,defs",
        "--wrap=__libc_start_main",
    ].flatMap { flags in flags.split(separator: ",").flatMap { ["-Xlinker", String($0)] } } + [
        "-use-ld=lld"
    ]

/// Reads the command line of the administrator's command.
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "sallyport",
    products: [
        .library(name: "pam_sallyport", type: .dynamic, targets: ["pam_sallyport"]),
        .executable(name: "sallyport-courier", targets: ["sallyport-courier"]),
        .executable(name: "sallyport-enrol", targets: ["sallyport-enrol"]),
        .executable(name: "sallyport", targets: ["sallyport"]),
        // For tests: what nsswitch.conf(5) can name.
        .library(name: "name-service", type: .dynamic, targets: ["NameService"]),
        // And what libpam can load.
        .library(name: "answering-module", type: .dynamic, targets: ["AnsweringModule"]),
    ],
    traits: [
        .trait(
            name: "Embedded",
            description: "Build the PAM module as Embedded Swift, as it is shipped.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    // In the order a login meets them, each with the C library it stands on.
    targets: [
        // What all programs say of themselves.
        .target(name: "CVersion"),
        // What of Embedded Swift's runtime must be another.
        .target(name: "CSwiftRuntime"),
        .target(
            name: "pam_sallyport",
            dependencies: ["CLinuxPAM", "CSwiftRuntime", "CVersion", "PluggableAuthentication"],
            exclude: ["exports.map"],
            linkerSettings: [
                .unsafeFlags(moduleLinkerFlags),
                .unsafeFlags(embeddedFeature, embedded),
                .unsafeFlags(["-Xlinker", "--strip-all"], .when(configuration: .release)),
            ]),
        .systemLibrary(name: "CLinuxPAM", pkgConfig: "pam", providers: [.apt(["libpam0g-dev"])]),
        .target(
            name: "PluggableAuthentication",
            dependencies: [
                "CLinuxPAM", "Cryptography", "HostSystem", "LoginFlow", "Messages", "TextCoding",
            ]),
        .target(
            name: "LoginFlow",
            dependencies: [
                "Accounts", "ConfigurationGrammar", "Cryptography", "Delivery", "HostSystem",
                "Messages", "OneTimePassword", "Policy", "TextCoding", "Vocabulary", "Wire",
            ]),
        .target(name: "Wire", dependencies: ["Messages", "TextCoding", "Vocabulary"]),
        .target(
            name: "Delivery",
            dependencies: ["HostSystem", "TextCoding", "Wire"]),
        .target(
            name: "Policy",
            dependencies: ["ConfigurationGrammar", "Messages", "TextCoding", "Vocabulary"]),
        .target(name: "Messages", dependencies: ["Cryptography", "TextCoding", "Vocabulary"]),
        .target(name: "ConfigurationGrammar", dependencies: ["TextCoding"]),
        .target(
            name: "Accounts",
            dependencies: [
                "Cryptography", "HostSystem", "Messages", "OneTimePassword", "TextCoding",
                "Vocabulary",
            ]),
        .target(
            name: "OneTimePassword", dependencies: ["Cryptography", "TextCoding", "Vocabulary"]),
        .target(name: "Vocabulary", dependencies: ["TextCoding"]),
        .target(name: "TextCoding"),
        .target(name: "Cryptography", dependencies: ["CLibcrypto", "TextCoding"]),
        .target(name: "CLibcrypto", dependencies: ["CDynamicLibrary"]),
        .target(name: "CDynamicLibrary"),
        .target(name: "HostSystem", dependencies: ["CHostSystem", "TextCoding"]),
        .target(name: "CHostSystem", dependencies: ["CDynamicLibrary"]),
        // The process that delivers codes.
        .executableTarget(
            name: "sallyport-courier",
            dependencies: ["CProcessStart", "CSwiftRuntime", "CVersion", "Courier", "HostSystem"],
            linkerSettings: [
                .unsafeFlags(programLinkerFlags, embedded),
                .unsafeFlags(embeddedFeature, embedded),
                .unsafeFlags(["-Xlinker", "--strip-all"], .when(configuration: .release)),
            ]),
        .target(name: "CProcessStart"),
        .target(
            name: "Courier",
            dependencies: [
                "CLibcurl", "ConfigurationGrammar", "Cryptography", "HostSystem", "JSON",
                "Messages", "TextCoding", "Vocabulary", "Wire",
            ]),
        .target(name: "CLibcurl", dependencies: ["CDynamicLibrary"]),
        .target(
            name: "JSON", dependencies: ["CLibjansson", "TextCoding"],
            // The archive and not the library, which old systems lack or have in another version.
            linkerSettings: [.linkedLibrary(":libjansson.a")]),
        .systemLibrary(name: "CLibjansson", providers: [.apt(["libjansson-dev"])]),
        // The process that lets people enrol.
        .executableTarget(
            name: "sallyport-enrol",
            dependencies: [
                "CProcessStart", "CSwiftRuntime", "CVersion", "EnrolmentDialogue", "HostSystem",
            ],
            linkerSettings: [
                .unsafeFlags(programLinkerFlags, embedded),
                .unsafeFlags(embeddedFeature, embedded),
                .unsafeFlags(["-Xlinker", "--strip-all"], .when(configuration: .release)),
            ]),
        .target(
            name: "EnrolmentDialogue",
            dependencies: [
                "Accounts", "Cryptography", "HostSystem", "Messages", "OneTimePassword", "QRCode",
                "TextCoding", "Wire",
            ]),
        .target(name: "QRCode", dependencies: ["CLibqrencode"]),
        .target(name: "CLibqrencode", dependencies: ["CDynamicLibrary"]),
        // What libpam makes of the stack of a service.
        .target(name: "PAMStack"),
        // The administrator's command.
        .executableTarget(name: "sallyport", dependencies: ["Administration"]),
        .target(
            name: "Administration",
            dependencies: [
                "Accounts", "ConfigurationGrammar", "Courier", "Cryptography", "Delivery",
                "EnrolmentDialogue", "HostSystem", "Import", "LoginFlow", "Messages",
                "OneTimePassword", "PAMStack", "Policy", "QRCode", "TextCoding", "Vocabulary",
                "Wire", "CVersion", argumentParser,
            ]),
        .target(
            name: "Import",
            dependencies: [
                "Accounts", "Cryptography", "HostSystem", "JSON", "OneTimePassword", "TextCoding",
            ]),

        .testTarget(
            name: "WireTests",
            dependencies: ["LanguageTestSupport", "TestSupport", "Vocabulary", "Wire"]),
        .testTarget(name: "TextCodingTests", dependencies: ["TestSupport", "TextCoding"]),
        .testTarget(name: "ConfigurationGrammarTests", dependencies: ["ConfigurationGrammar"]),
        .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"]),
        .testTarget(
            name: "PolicyTests",
            dependencies: [
                "ConfigurationGrammar", "LanguageTestSupport", "Messages", "Policy", "TextCoding",
                "Vocabulary",
            ]),
        .testTarget(
            name: "OneTimePasswordTests",
            dependencies: ["Cryptography", "OneTimePassword", "TestSupport", "TextCoding"]),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", "TestSupport"]),
        .testTarget(
            name: "HostSystemTests",
            dependencies: ["HostSystem", "TestSupport", "TextCoding", "name-lookup"]),
        .testTarget(
            name: "CourierTests",
            dependencies: [
                "ConfigurationGrammar", "Courier", "Cryptography", "HostSystem",
                "LanguageTestSupport", "Messages", "TestSupport", "TextCoding",
                "Vocabulary", "Wire", "sallyport-courier",
            ]),
        .testTarget(
            name: "EnrolmentDialogueTests",
            dependencies: [
                "Accounts", "AccountsTestSupport", "Cryptography", "EnrolmentDialogue",
                "HostSystem", "LanguageTestSupport", "Messages", "OneTimePassword", "Policy",
                "TestSupport", "TextCoding", "Wire", "kill-at-system-call", "sallyport-enrol",
            ]),
        .testTarget(
            name: "MessagesTests",
            dependencies: ["LanguageTestSupport", "Messages", "TextCoding", "Vocabulary"]),
        .testTarget(
            name: "AccountsTests",
            dependencies: [
                "Accounts", "AccountsTestSupport", "Cryptography", "HostSystem",
                "LanguageTestSupport", "OneTimePassword", "Policy", "TestSupport", "TextCoding",
                "Vocabulary", "account-worker", "kill-at-system-call",
            ]),
        .testTarget(
            name: "LoginFlowTests",
            dependencies: [
                "Accounts", "AccountsTestSupport", "Cryptography", "HostSystem",
                "LanguageTestSupport", "LoginFlow", "Messages", "Policy", "TestSupport",
                "Vocabulary", "Wire",
            ]),
        .testTarget(
            name: "PluggableAuthenticationTests",
            dependencies: [
                "Accounts", "CLinuxPAM", "Cryptography", "HostSystem", "LoginFlow", "Messages",
                "PluggableAuthentication", "TestSupport",
            ]),
        .testTarget(
            name: "ModuleTests",
            dependencies: [
                "Accounts", "AccountsTestSupport", "HostSystem", "TestSupport", "Vocabulary",
                "Wire",
                "pam-application",
            ]),
        .target(
            name: "AccountsTestSupport",
            dependencies: [
                "Accounts", "Cryptography", "HostSystem", "OneTimePassword", "TestSupport",
                "Vocabulary", "Wire",
            ],
            path: "Tests/AccountsTestSupport"),
        .target(
            name: "LanguageTestSupport", dependencies: ["Messages", "Vocabulary"],
            path: "Tests/LanguageTestSupport"),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .executableTarget(
            name: "account-worker",
            dependencies: ["Accounts", "AccountsTestSupport", "HostSystem", "TestSupport"],
            path: "Tests/AccountWorker"),
        .executableTarget(name: "kill-at-system-call", path: "Tests/KillAtSystemCall"),
        .executableTarget(
            name: "name-lookup", dependencies: ["HostSystem"], path: "Tests/NameLookup"),
        .target(name: "NameService", path: "Tests/NameService"),
        .executableTarget(
            name: "pam-application", path: "Tests/PAMApplication",
            linkerSettings: [
                .linkedLibrary("pam"),
                // Debian 12's valgrind does not read this compiler's debugging information.
                .unsafeFlags(["-Xlinker", "--strip-debug"]),
            ]),
        .testTarget(
            name: "AdministrationTests",
            dependencies: [
                "Accounts", "AccountsTestSupport", "Administration", "Cryptography", "HostSystem",
                "LanguageTestSupport", "Messages", "OneTimePassword", "TextCoding", "Vocabulary",
                "sallyport", argumentParser,
            ]),
        .testTarget(
            name: "ImportTests",
            dependencies: ["Cryptography", "Import", "OneTimePassword", "TextCoding"]),
        .testTarget(
            name: "PAMStackTests",
            dependencies: ["AnsweringModule", "PAMStack", "stack-application"]),
        .target(name: "AnsweringModule", path: "Tests/AnsweringModule"),
        .executableTarget(
            name: "stack-application", dependencies: ["AnsweringModule"],
            path: "Tests/StackApplication"),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "QRCodeTests", dependencies: ["QRCode", "TextCoding"]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
    if target.type == .regular {
        // The same for C, which is compiled for speed else.
        target.cSettings = [
            .define("EMBEDDED", embedded),
            .unsafeFlags(
                [
                    "-Os", "-ffunction-sections", "-fno-asynchronous-unwind-tables",
                    "-fno-unwind-tables",
                ], embedded),
        ]
    }
    let isProgram = ["sallyport-courier", "sallyport-enrol"].contains(target.name)
    if target.type == .regular || isProgram {
        target.swiftSettings? += [
            .unsafeFlags(embeddedFeature, embedded),
            // Embedded Swift specialises generics across a whole module, so it compiles no other way.
            // A section for each function lets the linker leave out what is not used. Tables for unwinding
            // the stack would be a twentieth of the module, and nothing is ever thrown through it.
            .unsafeFlags(
                [
                    "-wmo", "-Osize", "-Xfrontend", "-function-sections",
                    "-Xfrontend", "-disable-incremental-llvm-codegen",
                    "-Xcc", "-fno-asynchronous-unwind-tables", "-Xcc", "-fno-unwind-tables",
                ], embedded),
        ]
    }
}
