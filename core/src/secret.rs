//! A key's whole text, kept away from logs and wiped when it is dropped.

use std::fmt;

use zeroize::Zeroizing;

/// The whole text of a key: the one thing that is shown once and stored nowhere.
///
/// Its bytes are wiped when it is dropped. `Debug` prints `SecretText([redacted])`. There is no
/// `Display`, no serialization and no comparison, so that a secret leaves this type only through
/// [`expose`](Self::expose), a word that a review can search for.
///
/// # Examples
///
/// ```
/// use keywright::SecretText;
///
/// let secret = SecretText::from(String::from("open sesame"));
/// assert_eq!(format!("{secret:?}"), "SecretText([redacted])");
/// assert_eq!(secret.expose(), "open sesame");
/// ```
#[derive(Clone)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Returns the secret itself, to hand it to the one who asked for the key.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::SecretText;
    ///
    /// let secret = SecretText::from(String::from("open sesame"));
    /// assert_eq!(secret.expose().len(), 11);
    /// ```
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for SecretText {
    /// Takes the text over without a copy, so none is left behind unwiped.
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::SecretText;

    #[test]
    fn debug_shows_nothing_of_the_secret_in_either_form() {
        let secret = SecretText::from(String::from("hunter2"));
        assert_eq!(format!("{secret:?}"), "SecretText([redacted])");
        assert_eq!(format!("{secret:#?}"), "SecretText([redacted])");
    }

    #[test]
    fn clone_holds_the_same_text() {
        let secret = SecretText::from(String::from("hunter2"));
        // EXPOSE: a test looks at its own made-up text.
        assert_eq!(secret.clone().expose(), secret.expose());
    }
}
