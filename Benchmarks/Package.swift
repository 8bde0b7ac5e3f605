// swift-tools-version: 6.3
import PackageDescription

/// Measures the product as an administrator has it: its module, its command and its files.
///
/// Nothing of its sources is used here. `Scripts/bench.sh` builds and runs it.
let package = Package(
    name: "sallyport-benchmarks",
    targets: [
        .executableTarget(name: "SallyportBenchmarks", dependencies: ["CLibcrypto", "CLinuxPAM"]),
        .systemLibrary(
            name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLinuxPAM", pkgConfig: "pam", providers: [.apt(["libpam0g-dev"])]),
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
}
