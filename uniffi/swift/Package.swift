// swift-tools-version: 6.0
import Foundation
import PackageDescription

// `xcframework` packs the library for Apple's platforms and puts it here. Everywhere else the linker is told where it is.
let packed = "KeywrightNativeFFI.xcframework"
let isPacked = FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(packed)")

let package = Package(
    name: "Keywright",
    platforms: [.macOS(.v13), .iOS(.v16)],
    products: [
        .library(name: "Keywright", targets: ["Keywright"]),
        .library(name: "KeywrightTesting", targets: ["KeywrightTesting"]),
    ],
    targets: [
        // What people see.
        .target(name: "Keywright", dependencies: ["KeywrightNative", "KeywrightNativeFFI"]),
        // A store with a movable clock, for tests of your own.
        .target(name: "KeywrightTesting", dependencies: ["Keywright"]),
        // Generated from uniffi/src.
        .target(name: "KeywrightNative", dependencies: ["KeywrightNativeFFI"]),
        // The library that Cargo builds: its header, and how it is linked.
        isPacked
            ? .binaryTarget(name: "KeywrightNativeFFI", path: packed) : .systemLibrary(name: "KeywrightNativeFFI"),
        // `make bench-swift`.
        .executableTarget(name: "Bench", dependencies: ["Keywright"]),
        // What tests/interop runs.
        .executableTarget(name: "Interop", dependencies: ["Keywright"]),
        .testTarget(name: "KeywrightTests", dependencies: ["Keywright", "KeywrightTesting", "KeywrightNative"]),
    ],
    swiftLanguageModes: [.v6]
)
