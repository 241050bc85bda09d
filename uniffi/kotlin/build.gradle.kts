// The same JAR for those who build with Gradle. Maven's pom.xml is what the tests use; this file was not run where it was written.
plugins {
    kotlin("jvm") version "2.2.21"
    `java-library`
    `maven-publish`
}

group = "keywright"
version = "0.1.0"

repositories {
    mavenCentral()
}

dependencies {
    api("net.java.dev.jna:jna:5.18.1")
    api("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.10.2")
}

kotlin {
    jvmToolchain(17)
    explicitApi()
}

// The native library of this platform: optimised, as it is for use.
val nativeLibrary by tasks.registering(Exec::class) {
    commandLine("./build-native", "release", layout.buildDirectory.dir("native/keywright/native").get().asFile.path)
}

sourceSets.main {
    resources.srcDir(layout.buildDirectory.dir("native"))
}

tasks.processResources {
    dependsOn(nativeLibrary)
}

publishing {
    publications.create<MavenPublication>("maven") {
        from(components["java"])
    }
}
