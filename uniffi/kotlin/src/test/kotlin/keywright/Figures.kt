package keywright

import java.nio.file.Files
import java.security.MessageDigest

/**
 * What a check costs on the JVM, as ratios of one run: `make bench-kotlin`.
 *
 * All cases take turns in bursts of a third of a millisecond, so that what else the machine does hits them alike; told are the least
 * and the median.
 */
object Figures {
    private const val ROUNDS = 1_000
    private var sink = 0L

    private class Case(val name: String, val calls: Int, val work: () -> Unit) {
        val bursts = ArrayList<Double>()
        val least get() = bursts.min()
        val median get() = bursts.sorted()[bursts.size / 2]

        fun burst() {
            val start = System.nanoTime()
            repeat(calls) { work() }
            bursts += (System.nanoTime() - start).toDouble() / calls
        }
    }

    @JvmStatic
    fun main(arguments: Array<String>) {
        val folder = Files.createTempDirectory("keywright-figures")
        try {
            Keywright.open(folder.resolve("keys.sqlite3")).use(::measure)
        } finally {
            folder.toFile().deleteRecursively()
        }
    }

    private fun measure(keywright: Keywright) {
        check(NativeLibrary.hasHotPath) { "checks do not take their own way" }
        val value = keywright.user("alice").createApiKey("CI", scopes = listOf("invoices:*")).value
        val revoked = keywright.user("alice").createApiKey("revoked")
        revoked.apiKey.revoke()
        val bytes = value.toByteArray()
        val asked = VerifyOptions(scopes = listOf("invoices:read"), ip = "192.0.2.7")
        val headers = mapOf(
            "Host" to listOf("api.example.org"),
            "Accept" to listOf("application/json"),
            "Authorization" to listOf("Bearer $value"),
        )
        val digest = MessageDigest.getInstance("SHA-256")
        val none = VerifyOptions()
        fun taken(verdict: Verdict) {
            check(verdict.valid)
            sink += verdict.isPublic.compareTo(true)
        }
        val hash = Case("MessageDigest, SHA-256 of the key", 2_500) { sink += digest.digest(bytes)[0] }
        val cases = listOf(
            hash,
            Case("verify, text", 900) { taken(keywright.verify(value)) },
            Case("verify, bytes", 900) { taken(keywright.verify(bytes)) },
            Case("verify, text, scopes and address asked", 400) { taken(keywright.verify(value, asked)) },
            Case("authenticate, three headers", 200) { taken(keywright.authenticate(headers)) },
            Case("verify, revoked", 70) { check(!keywright.verify(revoked.value).valid) },
            Case("verify, through uniffi and JNA", 12) { check(call { keywright.native.verify(bytes, none) }.valid) },
        )
        // The compiler of the JVM takes its time; the first bursts are its.
        repeat(300) { cases.forEach { case -> repeat(case.calls) { case.work() } } }
        repeat(ROUNDS) { cases.forEach(Case::burst) }
        println("%-45s %12s %12s %18s %18s".format("", "least, ns", "median, ns", "least, in hashes", "median, in hashes"))
        for (case in cases) {
            val (least, median) = case.least / hash.least to case.median / hash.median
            println("%-45s %,12.0f %,12.0f %18.1f %18.1f".format(case.name, case.least, case.median, least, median))
        }
        check(sink != 0L)
    }

}
