// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "keys",
    platforms: [.macOS(.v13)],
    dependencies: [.package(name: "Keywright", path: "../../uniffi/swift")],
    targets: [
        .executableTarget(name: "keys", dependencies: [.product(name: "Keywright", package: "Keywright")]),
        .testTarget(name: "KeysTests", dependencies: ["keys"]),
    ],
    swiftLanguageModes: [.v6]
)
