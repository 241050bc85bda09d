package keywright;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a program in Java looks like. */
public final class JavaCallers {
    private JavaCallers() {}

    public static void main(String[] arguments) {
        try (Keywright keywright = Keywright.openInMemory()) {
            CreatedApiKey created = keywright.user("alice").createApiKey("CI", Duration.ofDays(90));
            Verdict verdict = keywright.verify(created.getValue());
            if (!verdict.getValid() || !"alice".equals(verdict.getUserId())) throw new AssertionError(verdict);
            try {
                keywright.requireValid("typo");
                throw new AssertionError("nothing was thrown");
            } catch (KeywrightException.Denied denied) {
                if (denied.getVerdict().getReason() != Reason.MALFORMED) throw new AssertionError(denied);
            }
            Verdict other = keywright.authenticate(
                Map.of("X-Api-Key", List.of(created.getValue())), new VerifyOptions(OwnerType.USER));
            if (!other.getValid()) throw new AssertionError(other);
            created.getApiKey().revoke("leaked");
            System.out.println(keywright.verify(created.getValue()).getReason());
        }
    }
}
