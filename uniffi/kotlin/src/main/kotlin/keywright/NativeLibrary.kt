package keywright

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption

/**
 * Finds and loads the native library: the one that this JAR carries for the platform, or the one that the system property
 * `keywright.library` names.
 *
 * JNA and JNI must use the same copy, since what one makes the other uses. So it is loaded here, by its path, and JNA is told that path.
 */
internal object NativeLibrary {
    private const val NAME = "keywright_uniffi"
    private const val JNA_PROPERTY = "uniffi.component.keywright_uniffi.libraryOverride"

    /** What went wrong, to be told to everybody who asks: a class that failed to load tells it the first one only. */
    private val problem: Throwable? = try {
        load()
        null
    } catch (error: LinkageError) {
        error
    } catch (error: java.io.IOException) {
        error
    }

    /** Whether checks have their way in of their own; otherwise they take the general one. */
    val hasHotPath: Boolean = problem == null && System.getProperty("keywright.hotPath") != "off" && HotPath.isThere()

    /** Makes sure that the library is there. */
    fun ensure() {
        val problem = problem ?: return
        throw IllegalStateException(
            "Keywright's native library could not be loaded; see the README on platforms. platform=`$platform`",
            problem,
        )
    }

    private val isAndroid get() = System.getProperty("java.vm.name") == "Dalvik"

    /** The folder of this platform in the JAR. */
    val platform: String
        get() {
            val system = System.getProperty("os.name").lowercase()
            val os = when {
                system.startsWith("mac") -> "macos"
                system.startsWith("windows") -> "windows"
                else -> "linux"
            }
            val arch = when (val name = System.getProperty("os.arch").lowercase()) {
                "amd64", "x86_64" -> "x86_64"
                "aarch64", "arm64" -> "aarch64"
                else -> name
            }
            return "$os-$arch"
        }

    private fun load() {
        if (isAndroid) {
            // An AAR brings it along; both ways find it by its name.
            System.loadLibrary(NAME)
            return
        }
        val named = System.getProperty("keywright.library")
        if (named != null) {
            use(File(named).absoluteFile)
            return
        }
        val file = System.mapLibraryName(NAME)
        val resource = "/keywright/native/$platform/$file"
        val stream = NativeLibrary::class.java.getResourceAsStream(resource)
            ?: throw UnsatisfiedLinkError("this JAR carries no library for this platform. resource=`$resource`")
        // Only this user can write there, so nobody can put another library in its place.
        val folder = Files.createTempDirectory("keywright")
        val copy = folder.resolve(file)
        try {
            stream.use { Files.copy(it, copy, StandardCopyOption.REPLACE_EXISTING) }
            use(copy.toFile())
        } finally {
            remove(copy, folder)
        }
    }

    private fun use(library: File) {
        System.load(library.path)
        System.setProperty(JNA_PROPERTY, library.path)
        UniffiLib.ensureInitialized()
        IntegrityCheckingUniffiLib.ensureInitialized()
    }

    /** A loaded library needs its file no more, but on Windows, where it goes at the end. */
    private fun remove(copy: Path, folder: Path) {
        try {
            Files.deleteIfExists(copy)
            Files.deleteIfExists(folder)
        } catch (_: java.io.IOException) {
            folder.toFile().deleteOnExit()
            copy.toFile().deleteOnExit()
        }
    }
}
