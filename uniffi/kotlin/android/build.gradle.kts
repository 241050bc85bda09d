// An Android library of the same sources, for a project that has the Android Gradle plug-in. Not run where it was written: there was
// no Android SDK. `build-aar` builds the native libraries that it packs.
plugins {
    id("com.android.library") version "8.13.0"
    kotlin("android") version "2.2.21"
}

repositories {
    google()
    mavenCentral()
}

android {
    namespace = "keywright"
    compileSdk = 36

    defaultConfig {
        // java.time without desugaring.
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }

    sourceSets["main"].apply {
        kotlin.srcDir("../src/main/kotlin")
        // Written by build-aar.
        jniLibs.srcDir("../target/jniLibs")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

kotlin {
    jvmToolchain(17)
}

dependencies {
    // With the native parts of JNA for Android; the plain JAR has none.
    api("net.java.dev.jna:jna:5.18.1@aar")
    api("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.10.2")
}
