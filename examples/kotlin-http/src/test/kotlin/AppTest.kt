package example

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import keywright.testing.openForTests
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class AppTest {
    private val keywright = openForTests()
    private val server = serve(keywright, 0)
    private val client = HttpClient.newHttpClient()

    @AfterEach
    fun stop() {
        server.stop(0)
        keywright.close()
    }

    private fun get(key: String?): HttpResponse<String> {
        val request = HttpRequest.newBuilder(URI("http://localhost:${server.address.port}/invoices"))
        if (key != null) request.header("Authorization", "Bearer $key")
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
    }

    private fun statusOf(key: String?) = get(key).statusCode()

    @Test
    fun `a key with the scope sees the invoices of its owner`() {
        val key = keywright.team("acme").createApiKey("CI", scopes = listOf("invoices:*")).value
        repeat(3) {
            val response = get(key)
            assertEquals(200 to "the invoices of acme\n", response.statusCode() to response.body())
        }
    }

    @Test
    fun `everything else is answered as HTTP wants it`() {
        val missing = get(null)
        assertEquals(401 to "Bearer", missing.statusCode() to missing.headers().firstValue("WWW-Authenticate").get())
        assertEquals("application/problem+json", missing.headers().firstValue("Content-Type").get())
        assertEquals(401, statusOf("typo"))
        val without = keywright.user("alice").createApiKey("CI").value
        val denied = get(without)
        assertEquals(403, denied.statusCode())
        assertTrue(denied.body().contains("insufficient_scope"))
        val public = keywright.user("alice").createApiKey("browser", isPublic = true, scopes = listOf("invoices:*"))
        assertEquals(401, statusOf(public.value))
        val elsewhere = listOf("192.0.2.0/24")
        val bound = keywright.user("alice").createApiKey("office", scopes = listOf("invoices:*"), ipAllowList = elsewhere)
        assertEquals(403, statusOf(bound.value))
    }

    @Test
    fun `a revoked key is denied at once, and without a store nobody passes`() {
        val created = keywright.user("alice").createApiKey("CI", scopes = listOf("invoices:read"))
        assertEquals(200, statusOf(created.value))
        created.apiKey.revoke()
        assertEquals(401, statusOf(created.value))
        keywright.close()
        val response = get(created.value)
        assertEquals(503 to "1", response.statusCode() to response.headers().firstValue("Retry-After").get())
    }
}
