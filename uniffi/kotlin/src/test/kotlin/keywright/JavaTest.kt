package keywright

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** A program in Java, which has defaults by overloads, statics without `Companion`, and exceptions that it may catch. */
class JavaTest {
    @Test
    fun `a program in Java does the same`() {
        val before = System.out
        val said = ByteArrayOutputStream()
        try {
            System.setOut(PrintStream(said))
            JavaCallers.main(arrayOf())
        } finally {
            System.setOut(before)
        }
        assertEquals("REVOKED", said.toString().trim())
    }
}
