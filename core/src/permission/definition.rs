//! What contains what, and what a member may do by it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::id::PermissionId;
use crate::error::Error;

/// How many permissions one definition may contain directly.
const MOST_CONTAINED: usize = 200;
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 500;

/// A permission and what it contains.
///
/// # Examples
///
/// ```
/// use keywright::Keywright;
///
/// # let keywright = Keywright::open_in_memory()?;
/// let definitions = keywright.list_permission_definitions()?;
/// let admin = definitions.iter().find(|definition| definition.id.as_str() == "team_admin");
/// assert_eq!(admin.expect("a default").contains.len(), 6);
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PermissionDefinition {
    /// Its id.
    pub id: PermissionId,
    /// What it is for.
    pub description: Option<String>,
    /// The permissions that come with it directly, in order.
    pub contains: BTreeSet<PermissionId>,
}

impl PermissionDefinition {
    /// Makes a definition that contains the given ids.
    ///
    /// # Errors
    ///
    /// `invalid_argument` when an id breaks the rules of [`PermissionId::new`] or there are more than 200.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::PermissionDefinition;
    ///
    /// let definition = PermissionDefinition::new("billing", ["$manage_api_keys"])?;
    /// assert!(definition.contains.contains("$manage_api_keys"));
    /// assert!(PermissionDefinition::new("Billing!", [""; 0]).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new<T: AsRef<str>>(
        id: impl AsRef<str>,
        contains: impl IntoIterator<Item = T>,
    ) -> Result<Self, Error> {
        let mut definition =
            Self { id: PermissionId::new(id)?, description: None, contains: BTreeSet::new() };
        for (count, id) in contains.into_iter().enumerate() {
            if count == MOST_CONTAINED {
                return Err(Error::invalid_argument(format!(
                    "a permission contains more than {MOST_CONTAINED} others"
                )));
            }
            definition.contains.insert(PermissionId::new(id)?);
        }
        Ok(definition)
    }

    fn system(id: &str) -> Self {
        Self { id: PermissionId::of_our_own(id), description: None, contains: BTreeSet::new() }
    }

    /// Returns what a new store defines: `team_admin` (all six system permissions) and `team_member` (to read and to
    /// invite), as Stack Auth does.
    pub(crate) fn defaults() -> [Self; 2] {
        let contains = |ids: &[&str]| ids.iter().map(|id| PermissionId::of_our_own(id)).collect();
        [
            Self {
                id: PermissionId::of_our_own("team_admin"),
                description: Some("Everything in the team".to_owned()),
                contains: contains(&PermissionId::SYSTEM),
            },
            Self {
                id: PermissionId::of_our_own("team_member"),
                description: Some("See the members and invite others".to_owned()),
                contains: contains(&["$invite_members", "$read_members"]),
            },
        ]
    }
}

/// What to do when a definition with this id exists.
///
/// # Examples
///
/// ```
/// use keywright::{Keywright, PermissionUpdate};
///
/// # let keywright = Keywright::open_in_memory()?;
/// let update = PermissionUpdate::new().description("Sees the invoices");
/// let definition = keywright.define_permission("billing", [""; 0], update)?;
/// assert_eq!(definition.description.as_deref(), Some("Sees the invoices"));
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct PermissionUpdate {
    pub(crate) description: Option<String>,
    pub(crate) refuse_existing: bool,
}

impl PermissionUpdate {
    /// Replaces a definition that exists, so that code can define its permissions at every start.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, PermissionUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// keywright.define_permission("billing", [""; 0], PermissionUpdate::new())?;
    /// keywright.define_permission("billing", ["$read_members"], PermissionUpdate::new())?;
    /// let definitions = keywright.list_permission_definitions()?;
    /// assert_eq!(definitions.iter().filter(|definition| definition.id.as_str() == "billing").count(), 1);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what the permission is for: 1 to 500 characters without control characters.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, PermissionUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let update = PermissionUpdate::new().description("");
    /// assert!(keywright.define_permission("billing", [""; 0], update).is_err());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Answers `already_exists` instead of replacing.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, Keywright, PermissionUpdate};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let update = PermissionUpdate::new().refuse_existing();
    /// let error = keywright.define_permission("team_admin", [""; 0], update).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::AlreadyExists);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn refuse_existing(mut self) -> Self {
        self.refuse_existing = true;
        self
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.description {
            Some(text)
                if text.is_empty()
                    || text.chars().count() > LONGEST_DESCRIPTION
                    || text.chars().any(char::is_control) =>
            {
                Err(Error::invalid_argument(format!(
                    "the description of a permission takes 1 to {LONGEST_DESCRIPTION} characters without control characters"
                )))
            }
            _ => Ok(()),
        }
    }
}

/// All definitions of a store, for questions that follow containment.
#[derive(Debug, Default)]
pub(crate) struct Definitions(BTreeMap<PermissionId, BTreeSet<PermissionId>>);

impl Definitions {
    pub(crate) fn new(definitions: impl IntoIterator<Item = PermissionDefinition>) -> Self {
        Self(
            definitions
                .into_iter()
                .map(|definition| (definition.id, definition.contains))
                .collect(),
        )
    }

    pub(crate) fn add(&mut self, definition: PermissionDefinition) {
        self.0.insert(definition.id, definition.contains);
    }

    pub(crate) fn is_known(&self, id: &PermissionId) -> bool {
        id.is_system() || self.0.contains_key(id)
    }

    /// Returns what someone holds who was granted `direct`: these and all that they contain, however deep.
    ///
    /// Cycles end where they meet themselves; ids that nothing defines any more are left out.
    pub(crate) fn resolve<'a>(
        &self,
        direct: impl IntoIterator<Item = &'a PermissionId>,
    ) -> BTreeSet<PermissionId> {
        let mut held = BTreeSet::new();
        let mut open: Vec<_> = direct.into_iter().cloned().collect();
        while let Some(id) = open.pop() {
            if !self.is_known(&id) || held.contains(&id) {
                continue;
            }
            if let Some(contained) = self.0.get(&id) {
                open.extend(contained.iter().cloned());
            }
            held.insert(id);
        }
        held
    }

    /// Returns the definitions with the system ones, sorted by id.
    pub(crate) fn with_system(custom: Vec<PermissionDefinition>) -> Vec<PermissionDefinition> {
        let mut all: Vec<_> =
            PermissionId::SYSTEM.iter().map(|id| PermissionDefinition::system(id)).collect();
        all.extend(custom);
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(texts: &[&str]) -> BTreeSet<PermissionId> {
        texts.iter().map(|text| PermissionId::new(text).unwrap()).collect()
    }

    #[test]
    fn resolution_follows_containment_stops_at_cycles_and_skips_the_unknown() {
        let definitions = Definitions::new([
            PermissionDefinition::new("a", ["b", "gone"]).unwrap(),
            PermissionDefinition::new("b", ["c", "$update_team"]).unwrap(),
            PermissionDefinition::new("c", ["a", "c"]).unwrap(),
        ]);
        assert_eq!(definitions.resolve(&ids(&["a"])), ids(&["a", "b", "c", "$update_team"]));
        assert_eq!(definitions.resolve(&ids(&["$delete_team"])), ids(&["$delete_team"]));
        assert_eq!(definitions.resolve(&ids(&["gone"])), ids(&[]));
        assert_eq!(definitions.resolve(&ids(&[])), ids(&[]));
    }

    #[test]
    fn the_defaults_are_those_of_stack_auth() {
        let [admin, member] = PermissionDefinition::defaults();
        assert_eq!(admin.contains, ids(&PermissionId::SYSTEM));
        assert_eq!(member.contains, ids(&["$read_members", "$invite_members"]));
    }
}
