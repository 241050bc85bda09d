package example

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpHandler
import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.Executors
import keywright.Accept
import keywright.HttpAnswer
import keywright.Keywright
import keywright.KeywrightException
import keywright.Verdict
import keywright.VerifyOptions

/**
 * Lets a request through to [next] when it brings a key that may do this, and answers it otherwise.
 *
 * It hands the verdict over as an argument: the attributes of the JDK's `HttpExchange` are those of its context, which all requests
 * share.
 */
class ApiKeyFilter(
    private val keywright: Keywright,
    scopes: List<String>,
    private val next: (HttpExchange, Verdict) -> Unit,
) : HttpHandler {
    private val options = VerifyOptions(accept = Accept.SECRET, scopes = scopes)

    override fun handle(exchange: HttpExchange) {
        exchange.use {
            // The address is the one that the server sees. Behind a proxy of yours, take the one that it vouches for.
            val asked = options.copy(ip = exchange.remoteAddress.address.hostAddress)
            try {
                val verdict = keywright.authenticate(exchange.requestHeaders, asked)
                if (verdict.valid) next(exchange, verdict) else exchange.answer(verdict.http())
            } catch (error: KeywrightException) {
                // There is no answer, which is not a yes: 503.
                exchange.answer(error.http())
            }
        }
    }
}

private inline fun HttpExchange.use(work: () -> Unit) = try {
    work()
} finally {
    close()
}

fun HttpExchange.answer(answer: HttpAnswer) {
    answer.headers.forEach { (name, value) -> responseHeaders.set(name, value) }
    answer(answer.status, answer.body)
}

fun HttpExchange.answer(status: Int, body: String) {
    val bytes = body.toByteArray()
    sendResponseHeaders(status, if (bytes.isEmpty()) -1 else bytes.size.toLong())
    responseBody.write(bytes)
}

/** Starts the server; port 0 takes one that is free. */
fun serve(keywright: Keywright, port: Int): HttpServer {
    val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0)
    server.executor = Executors.newFixedThreadPool(4) { work -> Thread(work).apply { isDaemon = true } }
    server.createContext(
        "/invoices",
        ApiKeyFilter(keywright, listOf("invoices:read")) { exchange, verdict ->
            exchange.answer(200, "the invoices of ${verdict.userId ?: verdict.teamId}\n")
        },
    )
    server.start()
    return server
}

fun main() {
    val keywright = Keywright.open("keys.sqlite3")
    val server = serve(keywright, 8000)
    // The first thread to end is the server's; then the store writes what waits.
    Runtime.getRuntime().addShutdownHook(
        Thread {
            server.stop(1)
            keywright.close()
        },
    )
    val created = keywright.user("alice").createApiKey("example", scopes = listOf("invoices:*"))
    println("curl -i localhost:8000/invoices -H 'Authorization: Bearer ${created.value}'")
}
