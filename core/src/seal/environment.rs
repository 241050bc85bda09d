//! Master keys out of the environment, for hosts that give none in the call.

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _};

use zeroize::Zeroizing;

use super::master_key::MasterKey;
use crate::error::Error;

/// Holds the keys themselves.
const VARIABLE: &str = "KEYWRIGHT_MASTER_KEY";
/// Names a file that holds them.
const FILE_VARIABLE: &str = "KEYWRIGHT_MASTER_KEY_FILE";
/// More than any list of keys needs.
const LONGEST_FILE: u64 = 16 * 1024;

impl MasterKey {
    /// Returns the master keys, newest first, that the environment gives in `KEYWRIGHT_MASTER_KEY` or in the file that
    /// `KEYWRIGHT_MASTER_KEY_FILE` names, with white space or commas between: what [`OpenOptions::open`] takes by itself, for
    /// who opens a store in memory. None of the two set: no keys.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when both are set, when there is something else in one than master keys, and for a file that others
    /// can write.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::MasterKey;
    ///
    /// assert!(MasterKey::from_environment()?.is_empty());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    ///
    /// [`OpenOptions::open`]: crate::OpenOptions::open
    pub fn from_environment() -> Result<Vec<Self>, Error> {
        match (env::var_os(VARIABLE), env::var_os(FILE_VARIABLE)) {
            (None, None) => Ok(Vec::new()),
            (Some(text), None) => {
                let text = text.into_string().map(Zeroizing::new);
                parse(&text.map_err(|_| not_text(VARIABLE))?, VARIABLE)
            }
            (None, Some(path)) => from_file(&path),
            // Which of the two counts would be a guess.
            (Some(_), Some(_)) => Err(Error::invalid_argument(format!(
                "`{VARIABLE}` and `{FILE_VARIABLE}` are both set; set one of them"
            ))),
        }
    }
}

fn from_file(path: &OsString) -> Result<Vec<MasterKey>, Error> {
    let unreadable = |error: io::Error| {
        Error::invalid_argument(format!("the file that `{FILE_VARIABLE}` names can not be read"))
            .with_source(error)
    };
    let file = File::open(path).map_err(unreadable)?;
    require_private(&file).map_err(unreadable)??;
    let mut text = Zeroizing::new(String::new());
    match file.take(LONGEST_FILE + 1).read_to_string(&mut text) {
        Ok(_) if text.len() as u64 > LONGEST_FILE => Err(not_text(FILE_VARIABLE)),
        Ok(_) => parse(&text, FILE_VARIABLE),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(not_text(FILE_VARIABLE)),
        Err(error) => Err(unreadable(error)),
    }
}

/// Who can write the file chooses the key that the store believes. Who can read it is `doctor`'s to warn of.
#[cfg(unix)]
fn require_private(file: &File) -> io::Result<Result<(), Error>> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata()?.permissions().mode();
    Ok(if mode & 0o022 == 0 {
        Ok(())
    } else {
        Err(Error::invalid_argument(format!(
            "the file that `{FILE_VARIABLE}` names can be written by others; take that right away with `chmod go-w`"
        )))
    })
}

#[cfg(not(unix))]
fn require_private(_file: &File) -> io::Result<Result<(), Error>> {
    Ok(Ok(()))
}

fn parse(text: &str, variable: &str) -> Result<Vec<MasterKey>, Error> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let keys: Vec<MasterKey> = words
        .map(|word| {
            word.parse::<MasterKey>().map_err(|error| error.about(&format!("from=`{variable}`")))
        })
        .collect::<Result<_, _>>()?;
    // Set and empty is a mistake in a deployment, and must not open a store as if no key were meant.
    if keys.is_empty() {
        return Err(Error::invalid_argument(format!("no master key stands in `{variable}`")));
    }
    Ok(keys)
}

fn not_text(variable: &str) -> Error {
    Error::invalid_argument(format!(
        "what `{variable}` gives is no list of master keys; it takes 32 random bytes in base64"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn keys_stand_in_their_order_with_spaces_or_commas_between() {
        let [new, old] = [MasterKey::generate().unwrap(), MasterKey::generate().unwrap()];
        for between in [" ", "\n", ",", ", \n\n"] {
            // EXPOSE: keys made for this test.
            let text = format!("\n{}{between}{}\n", new.to_text().expose(), old.to_text().expose());
            let ids: Vec<_> = parse(&text, VARIABLE).unwrap().iter().map(MasterKey::id).collect();
            assert_eq!(ids, [new.id(), old.id()]);
        }
    }

    #[test]
    fn nothing_and_half_a_list_are_refused_with_the_name_of_the_variable() {
        // EXPOSE: a key made for this test.
        let key = MasterKey::generate().unwrap().to_text().expose().to_owned();
        for text in ["", " \n", "abc", &format!("{key} abc")] {
            let error = parse(text, VARIABLE).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidArgument);
            assert!(error.to_string().contains(VARIABLE), "{error}");
            assert!(!format!("{error:?}").contains(&key));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_write_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        // EXPOSE: a key made for this test.
        std::fs::write(&path, MasterKey::generate().unwrap().to_text().expose()).unwrap();
        let with_mode = |mode| {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(&path, permissions).unwrap();
            from_file(&path.clone().into()).map(|keys| keys.len())
        };
        assert_eq!(with_mode(0o600).unwrap(), 1);
        assert_eq!(with_mode(0o644).unwrap(), 1, "doctor warns of that");
        for mode in [0o620, 0o602, 0o666] {
            assert_eq!(with_mode(mode).unwrap_err().code(), ErrorCode::InvalidArgument);
        }
        std::fs::write(&path, vec![b'A'; 100_000]).unwrap();
        assert!(with_mode(0o600).is_err(), "too long");
        std::fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(with_mode(0o600).is_err(), "no text");
        assert!(from_file(&folder.path().join("typo").into()).is_err());
        assert!(from_file(&folder.path().into()).is_err(), "a folder");
    }
}
